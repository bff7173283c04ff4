//! The structure tree: what a screen reader reads, and in which order.

use pdf_writer::types::{Placement, StructRole, TableHeaderScope};
use pdf_writer::{Finish, Name, Rect, Ref, TextStr};

use crate::file::File;

/// A node of the tree.
pub(crate) type Node = usize;

/// What stands below a node.
enum Kid {
    Node(Node),
    Content { page: usize, number: i32 },
    Annotation { page: usize, annotation: Ref },
}

/// What a node says beside its role.
pub(crate) enum Says {
    Nothing,
    /// Heads the column below it.
    ColumnHeader,
    /// Heads the row beside it.
    RowHeader,
    /// Spells out the letter it holds.
    Expansion(&'static str),
    /// What a picture shows, and where it is on the page.
    Picture {
        alt: String,
        bounds: Rect,
    },
}

struct Entry {
    role: StructRole,
    parent: Option<Node>,
    kids: Vec<Kid>,
    says: Says,
}

/// The tree of one document.
pub(crate) struct Tree {
    entries: Vec<Entry>,
}

/// The root of every tree.
pub(crate) const DOCUMENT: Node = 0;

impl Tree {
    pub(crate) fn new() -> Self {
        let mut entries = Vec::with_capacity(320);
        entries.push(Entry {
            role: StructRole::Document,
            parent: None,
            kids: Vec::new(),
            says: Says::Nothing,
        });
        Self { entries }
    }

    pub(crate) fn add(&mut self, parent: Node, role: StructRole, says: Says) -> Node {
        let node = self.entries.len();
        self.entries.push(Entry { role, parent: Some(parent), kids: Vec::new(), says });
        self.entries[parent].kids.push(Kid::Node(node));
        node
    }

    pub(crate) fn role(&self, node: Node) -> StructRole {
        self.entries[node].role
    }

    /// Notes that a piece of a page's content belongs to the node.
    pub(crate) fn content(&mut self, node: Node, page: usize, number: i32) {
        self.entries[node].kids.push(Kid::Content { page, number });
    }

    /// Notes that an annotation belongs to the node.
    pub(crate) fn annotation(&mut self, node: Node, page: usize, annotation: Ref) {
        self.entries[node].kids.push(Kid::Annotation { page, annotation });
    }

    /// Writes the tree; gives back its root. `contents` are the nodes of each
    /// page's pieces of content, `annotations` those of the annotations, whose
    /// keys in the parent tree follow those of the pages.
    pub(crate) fn write(
        &self,
        file: &mut File,
        pages: &[Ref],
        contents: &[&[Node]],
        annotations: &[Node],
    ) -> Ref {
        let root = file.reserve();
        let refs: Vec<Ref> = self.entries.iter().map(|_| file.reserve()).collect();
        for (entry, &id) in self.entries.iter().zip(&refs) {
            let mut element = file.object(id).struct_element(id);
            element.kind(entry.role).parent(entry.parent.map_or(root, |parent| refs[parent]));
            // The page of the content directly below; pieces on other pages name theirs.
            let home = entry.kids.iter().find_map(|kid| match kid {
                Kid::Content { page, .. } => Some(*page),
                _ => None,
            });
            if let Some(page) = home {
                element.page(pages[page]);
            }
            match &entry.says {
                Says::Nothing => {}
                Says::ColumnHeader => {
                    element.attributes().push().table().scope(TableHeaderScope::Column);
                }
                Says::RowHeader => {
                    element.attributes().push().table().scope(TableHeaderScope::Row);
                }
                Says::Expansion(word) => {
                    element.expanded(TextStr(word));
                }
                Says::Picture { alt, bounds } => {
                    element.alt(TextStr(alt));
                    element.attributes().push().layout().placement(Placement::Block).bbox(*bounds);
                }
            }
            let mut children = element.children();
            for kid in &entry.kids {
                match *kid {
                    Kid::Node(node) => {
                        children.struct_element(refs[node]);
                    }
                    Kid::Content { page, number } if Some(page) == home => {
                        children.marked_content_id(number);
                    }
                    Kid::Content { page, number } => {
                        children.marked_content_ref().page(pages[page]).marked_content_id(number);
                    }
                    Kid::Annotation { page, annotation } => {
                        children.object_ref().page(pages[page]).object(annotation);
                    }
                }
            }
            children.finish();
        }

        let parents = file.reserve();
        let mut tree = file.object(parents).indirect(parents).dict();
        let mut numbers = tree.insert(Name(b"Nums")).array();
        for (key, nodes) in (0..).zip(contents) {
            numbers.item(key);
            numbers.push().array().items(nodes.iter().map(|&node| refs[node]));
        }
        let first = i32::try_from(contents.len()).unwrap_or(0);
        for (key, &node) in (first..).zip(annotations) {
            numbers.item(key);
            numbers.item(refs[node]);
        }
        numbers.finish();
        tree.finish();

        let mut dict = file.object(root).indirect(root).dict();
        dict.pair(Name(b"Type"), Name(b"StructTreeRoot"));
        dict.insert(Name(b"K")).array().item(refs[DOCUMENT]);
        dict.pair(Name(b"ParentTree"), parents);
        let next = contents.len() + annotations.len();
        dict.pair(Name(b"ParentTreeNextKey"), i32::try_from(next).unwrap_or(0));
        dict.finish();
        root
    }
}
