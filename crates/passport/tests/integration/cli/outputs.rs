//! Outputs that scripts rely on: exact headings, and every format of a passport.

use super::support::on_both;

#[test]
fn every_report_prints_exactly_its_headings() {
    on_both("headings", |trust| {
        trust.import_everything();
        for (report, headings) in [
            (
                &["people"][..],
                "employee_number,assignment_number,unit,subject,level,class,status,award_date,expiry_date,counted,compliant",
            ),
            (&["compliance"], "organisation,class,counted,compliant,percent,target,excluded"),
            (
                &["compliance", "--by", "unit,subject"],
                "unit,subject,class,counted,compliant,percent,target,excluded",
            ),
            (
                &["compliance", "--by", "staff-group,role"],
                "staff_group,role,class,counted,compliant,percent,target,excluded",
            ),
            (
                &["forecast", "--months", "2"],
                "as_at,supposition,organisation,class,counted,compliant,percent,target,excluded",
            ),
            (&["exclusions"], "reason,employee_number,assignment_number,unit,lines"),
            (&["data-health"], "kind,about,what"),
            (&["changes"], "change,at,by,what"),
            (
                &["imports"],
                "import,extract_date,at,by,extent,files,rows_read,rows_used,rows_unchanged,rows_refused,summary,change,undone_by_change",
            ),
        ] {
            let printed = trust.ok(&[&["report"], report, &["--format", "csv"]].concat());
            assert_eq!(printed.lines().next(), Some(headings), "{report:?}");
            assert!(printed.ends_with('\n') && !printed.contains('\r'), "{report:?}");
        }
    });
}

#[test]
fn figures_are_exact_and_never_rounded_up() {
    on_both("figures", |trust| {
        trust.import_everything();
        let by = ["--as-at", "2025-01-31", "--format", "csv", "--by", "unit"];
        let printed = trust.ok(&[&["report", "compliance"][..], &by].concat());
        assert_eq!(
            printed,
            "unit,class,counted,compliant,percent,target,excluded\n\
             Hartwell NHS Trust,C,10,2,20.0,85,0\n\
             Hartwell NHS Trust,R,5,1,20.0,85,0\n\
             Hartwell NHS Trust,all,15,3,20.0,85,0\n\
             Hartwell NHS Trust|Ash Ward,C,5,1,20.0,85,0\n\
             Hartwell NHS Trust|Ash Ward,R,5,1,20.0,85,0\n\
             Hartwell NHS Trust|Ash Ward,all,10,2,20.0,85,0\n\
             Hartwell NHS Trust|Beech Ward,C,5,1,20.0,85,0\n\
             Hartwell NHS Trust|Beech Ward,R,0,0,,85,0\n\
             Hartwell NHS Trust|Beech Ward,all,5,1,20.0,85,0\n"
        );
    });
}

#[test]
fn a_passport_comes_as_text_json_page_and_document() {
    on_both("formats", |trust| {
        trust.import_everything();
        let show = |format| {
            trust.bytes(&["show", "00000106", "--as-at", "2025-01-31", "--format", format])
        };
        let text = String::from_utf8(show("text")).expect("UTF-8");
        assert!(text.contains("Finn Murphy"), "{text}");
        let json: serde_json::Value = serde_json::from_slice(&show("json")).expect("JSON");
        assert_eq!(json["employee_number"], "00000106");
        let page = String::from_utf8(show("html")).expect("UTF-8");
        assert!(page.contains("Training passport of Finn Murphy"));
        assert!(
            page.contains("<style>") && !page.contains("/assets/") && !page.contains("<script")
        );
        assert!(show("pdf").starts_with(b"%PDF-1.7"));
    });
}
