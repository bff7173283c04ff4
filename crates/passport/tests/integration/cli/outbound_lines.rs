//! Lines and files of ESR's generic outbound, both versions, as ESR writes them.

/// The whole of a small trust: two wards, a post, a manager and two nurses.
pub fn whole() -> Vec<String> {
    vec![
        unit("1", "Hartwell NHS Trust", ""),
        unit("2", "Ash Ward", "1"),
        unit("3", "Beech Ward", "1"),
        position("70", "Ward Manager", "2"),
        position("77", "Staff Nurse", "2"),
        person("900", "00000100", "Marsh", "Mona"),
        person("901", "00000101", "Okafor", "Ada"),
        person("902", "00000102", "Hughes", "Ben"),
        assignment("900", "5000", "00000100", "", "2", "70"),
        assignment("901", "5001", "00000101", "900", "2", "77"),
        assignment("902", "5002", "00000102", "900", "2", "77"),
    ]
}

pub fn unit(id: &str, name: &str, parent: &str) -> String {
    format!("ORA~{id}~{name}~NHS~19510101~~1~19510101~~431~{parent}~~289587~20250101 151656~")
}

pub fn position(id: &str, title: &str, unit: &str) -> String {
    format!(
        "POA~{id}~20080401~~P{id}~P{id}|{title}|N6H|Adult Mental Illness|~1~~Nursing~{title}~N6H~XR05~~~{unit}~Active~~~~~~~~"
    )
}

/// With what must never be kept: birth, National Insurance, ethnicity and more.
pub fn person(id: &str, number: &str, last: &str, first: &str) -> String {
    person_until(id, number, last, first, "")
}

pub fn person_until(id: &str, number: &str, last: &str, first: &str, left: &str) -> String {
    let mail = first.to_lowercase();
    format!(
        "PRA~{id}~20200301~~{number}~Ms~{last}~{first}~Middlename~Maidenname~~Formername~F~19610203~QQ123456C~8887776665~20200301~{left}~~~~~Ethnic-Z~Widowed~Ruritania~Elsewhere Ltd~~~~~~EMP~Employee~{mail}@hartwell.example~~~20250101 010203~Disabled-Y~~Ruritanian~~"
    )
}

pub fn assignment(
    person: &str,
    id: &str,
    number: &str,
    supervisor: &str,
    unit: &str,
    position: &str,
) -> String {
    format!(
        "ASA~{person}~{id}~20200301~~20200301~E~{number}-1~ACTIVE_ASSIGN~Active Assignment~~~~~~{supervisor}~~~~~Permanent~Yes~37.5~~~1~~{unit}~{position}~~NHS|XR05|Review Body Band 5~~~34567~Nursing|Staff Nurse~~~~~~~~~~~~~~"
    )
}

/// A file of version 2: `GOF` is full, `GOC` changes only.
pub fn file(kind: &str, sequence: &str, lines: &[String]) -> String {
    let mut text = format!(
        "HDR~GO_999_EXP_{kind}_20250228_{sequence}.DAT~20250228 101356~999~20250131 000000~20250228 000000~02\n"
    );
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(&format!("TRL~{}\n", lines.len()));
    text
}

/// A full file of version 1 with a person's and an assignment's line.
pub fn first_version(sequence: u32, lines: &[Vec<(usize, &str)>]) -> String {
    let name = format!("GO_999_ASG_20250228_Full_{sequence}.DAT");
    let mut text = format!("\"HDR\",\"{name}\"\n");
    for line in lines {
        let width = if line[0].1 == "PER" { 25 } else { 40 };
        let mut cells = vec![""; width];
        for (at, value) in line {
            cells[*at] = value;
        }
        text.push_str(&format!("\"{}\"\n", cells.join("\",\"")));
    }
    text.push_str(&format!("\"FTR\",\"{name}\",\"{}\"\n", lines.len()));
    text
}
