//! Inventing people's names and addresses.
//!
//! A name is drawn within one heritage, now and then with a family name of another, as marriages
//! go. Pairs that belong to well-known people are drawn again.

use crate::{
    data::{Data, Heritage},
    dice::Dice,
};
use std::collections::BTreeMap;

/// A person's name as HR holds it.
#[derive(Debug, Clone)]
pub struct Name {
    pub title: &'static str,
    pub first: String,
    pub last: String,
    /// What they like to be called, where it differs.
    pub preferred: String,
    pub heritage: String,
}

/// Draws a name. `doctor` decides the title only.
pub fn draw(data: &Data, dice: &mut Dice, doctor: bool) -> Name {
    loop {
        let heritage = heritage(data, dice);
        // Three in four of an NHS workforce are women.
        let woman = dice.permille(760);
        let first = dice.pick(if woman { &heritage.female } else { &heritage.male }).clone();
        let family = if dice.permille(50) { self::heritage(data, dice) } else { heritage };
        let mut last = dice.pick(&family.family).clone();
        if woman && dice.permille(15) && !last.contains('-') {
            last = format!("{last}-{}", dice.pick(&heritage.family).replace('-', ""));
        }
        if data.well_known.iter().any(|known| is_pair(known, &first, &last)) {
            continue;
        }
        let title = match (doctor, woman) {
            (true, _) => "Dr",
            (false, true) => *dice.pick(&["Mrs", "Ms", "Miss"]),
            (false, false) => "Mr",
        };
        let single = ["Indian", "Arabic", "Southern and East African"];
        let (first, last) = if single.contains(&heritage.name.as_str()) && dice.permille(25) {
            // Some people have one name. Systems made for two keep it as the last.
            (String::new(), first)
        } else {
            (first, last)
        };
        let preferred = preferred(&first, dice);
        return Name { title, first, last, preferred, heritage: heritage.name.clone() };
    }
}

fn is_pair(known: &str, first: &str, last: &str) -> bool {
    known.strip_prefix(first).and_then(|rest| rest.strip_prefix(' ')) == Some(last)
}

fn heritage<'a>(data: &'a Data, dice: &mut Dice) -> &'a Heritage {
    let total: usize = data.heritages.iter().map(|h| h.weight).sum();
    let mut at = dice.below(total);
    for heritage in &data.heritages {
        if at < heritage.weight {
            return heritage;
        }
        at -= heritage.weight;
    }
    &data.heritages[0]
}

fn preferred(first: &str, dice: &mut Dice) -> String {
    let short = match first {
        "Elizabeth" => "Liz",
        "Catherine" | "Katherine" => "Kath",
        "Margaret" => "Maggie",
        "Patricia" => "Pat",
        "Samantha" => "Sam",
        "Christopher" => "Chris",
        "Matthew" => "Matt",
        "Nicholas" => "Nick",
        "Thomas" => "Tom",
        "Oluwaseun" => "Seun",
        "Katarzyna" => "Kasia",
        "Małgorzata" => "Gosia",
        _ => return String::new(),
    };
    if dice.permille(600) { short.to_owned() } else { String::new() }
}

/// Gives out addresses, each once: `first.last@`, then `first.last2@` and so on.
#[derive(Debug, Default)]
pub struct Addresses(BTreeMap<String, u32>);

impl Addresses {
    /// The next free address for a name.
    pub fn next(&mut self, name: &Name) -> String {
        let local = [name.first.as_str(), name.last.as_str()]
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| ascii(part))
            .collect::<Vec<_>>()
            .join(".");
        let used = self.0.entry(local.clone()).or_default();
        *used += 1;
        let number = if *used == 1 { String::new() } else { used.to_string() };
        format!("{local}{number}@hartwell.example.nhs.uk")
    }
}

/// Lower case letters and hyphens only, diacritics taken off.
pub fn ascii(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            'a'..='z' | '-' => Some(c),
            'à'..='å' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ậ' | 'ắ' | 'ằ' | 'ặ' => {
                Some('a')
            }
            'ç' | 'ć' | 'č' => Some('c'),
            'đ' => Some('d'),
            'è'..='ë' | 'ę' | 'ế' | 'ề' | 'ễ' | 'ể' | 'ệ' => Some('e'),
            'ì'..='ï' | 'ị' | 'ỉ' | 'ĩ' => Some('i'),
            'ł' => Some('l'),
            'ñ' | 'ń' => Some('n'),
            'ò'..='ö' | 'ơ' | 'ọ' | 'ố' | 'ồ' | 'ộ' | 'ờ' | 'ớ' | 'ợ' => Some('o'),
            'ś' | 'ș' => Some('s'),
            'ț' => Some('t'),
            'ù'..='ü' | 'ư' | 'ụ' | 'ủ' | 'ũ' | 'ứ' | 'ừ' | 'ữ' | 'ự' => Some('u'),
            'ý' | 'ŷ' | 'ỳ' | 'ỷ' | 'ỹ' => Some('y'),
            'ź' | 'ż' => Some('z'),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_every_name_has_an_ascii_form() {
        for heritage in Data::load().heritages {
            for name in heritage.female.iter().chain(&heritage.male).chain(&heritage.family) {
                let letters = name.chars().filter(|c| *c != '\'').count();
                assert_eq!(ascii(name).len(), letters, "{name}");
            }
        }
    }

    #[test]
    fn an_address_is_given_once() {
        let mut addresses = Addresses::default();
        let name = Name {
            title: "Ms",
            first: "Siân".into(),
            last: "O'Dowd".into(),
            preferred: String::new(),
            heritage: "Welsh".into(),
        };
        assert_eq!(addresses.next(&name), "sian.odowd@hartwell.example.nhs.uk");
        assert_eq!(addresses.next(&name), "sian.odowd2@hartwell.example.nhs.uk");
    }
}
