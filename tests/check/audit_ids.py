"""The audit of the October 2017 source, id by id: what finds it, or why nothing does.

The ids are those of the audit that was made by hand before there was a checker: 182 oddities, of which 38
are errors. `Found` names the rule, its subject and words of its finding; `Missed` gives the reason.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A finding that must be there."""

    severity: str
    """What the audit asked for: E error, W warning, N put right on the way in and noted."""
    rule: str
    subject: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """No rule finds it, and why."""

    severity: str
    reason: str


AUDIT: dict[str, Found | Missed] = {
    "RAG-01": Found("N", "cell-normalised", "", "RAT"),
    "RAG-02": Found("E", "rating-unknown", "AMT2"),
    "RAG-03": Found("E", "rating-unknown", "CP10"),
    "RAG-04": Found("E", "rating-unknown", "QA1"),
    "RAG-05": Found("E", "rating-unknown", "QA3", "“TS”"),
    "RAG-06": Found("N", "rating-alias", "FD3"),
    "RAG-07": Found("N", "rating-alias", "LAC10"),
    "RAG-08": Found("N", "rating-alias", "W1B"),
    "RAG-09": Found("N", "rating-alias", "LAC20"),
    "RAG-10": Found("E", "rating-differs", "CL1A"),
    "RAG-11": Found("E", "rating-differs", "CL3A"),
    "RAG-12": Found("E", "rating-blank", "MC6"),
    "RAG-13": Found("E", "summary-row-missing", "CLA"),
    "RAG-14": Found("N", "rating-blank-unrated", "MC1"),
    "RAG-15": Found("W", "rating-undefined", "", "8 ratings"),
    "RAG-16": Found("E", "headline-counts", "", "14 Red"),
    "RAG-17": Missed(
        "W", "High risk is said of a Red indicator, which agrees; that it is no status is not found."
    ),
    "RAG-18": Found("W", "series-unreviewed", "LAC19"),
    "BAND-01": Found("E", "band-gap", "W1", "17 and 18.1"),
    "BAND-02": Found("E", "band-overlap", "FD8", "Apr-17"),
    "BAND-03": Found("E", "band-overlap", "CP10"),
    "BAND-04": Found("E", "band-gap", "CL3A", "May-17"),
    "BAND-05": Found("E", "band-gap", "AMT2", "94 and 95"),
    "BAND-06": Found("W", "band-hairline", "FD3"),
    "BAND-07": Found("N", "band-wording", "AD7", "to 608"),
    "BAND-08": Found("W", "rating-on-boundary", "W1B"),
    "BAND-09": Found("N", "band-wording", "FD8", "21% - 25%"),
    "BAND-10": Missed("W", "FD 3 and QA 1 alone share a boundary: two targets are no habit to differ from."),
    "TGT-01": Found("E", "target-not-green", "W1D"),
    "TGT-02": Found("E", "target-not-green", "CIN4"),
    "TGT-03": Found("E", "target-not-green", "CP10"),
    "TGT-04": Found("E", "target-shifted", "QA3"),
    "TGT-05": Missed(
        "N", "NA is read as text and kept; the targets give its reason, so nothing is left to find."
    ),
    "TGT-06": Found("W", "target-blank", "MC1"),
    "TGT-07": Found("N", "target-decimals", "AMT2"),
    "TGT-08": Found("W", "target-none-for-standard", "LE2"),
    "TGT-09": Missed("W", "The national ambition it is compared with is not in the files."),
    "POL-01": Found("E", "polarity-contradicted", "QA1"),
    "POL-02": Found("E", "polarity-missing", "CLA"),
    "POL-03": Found("W", "polarity-blank", "MC1"),
    "POL-04": Found("W", "polarity-blank", "CL1"),
    "POL-05": Missed("W", "Put right: the glossary expands SIB and BIB."),
    "VAL-01": Found("E", "value-zero", "AD7", "May 2017"),
    "VAL-02": Found("W", "value-jump", "AD7", "from 763 to 483"),
    "VAL-03": Found("N", "value-annotated", "LAC19", "(6m+)"),
    "VAL-04": Found("W", "series-break", "LAC19"),
    "VAL-05": Found("N", "value-annotated", "QA2", "as words"),
    "VAL-06": Found("E", "value-blank", "QA3", "any month"),
    "VAL-07": Found("W", "value-blank-reported", "P1"),
    "VAL-08": Found("W", "value-blank-earlier", "LE3"),
    "VAL-09": Found("W", "value-blank-earlier", "CLA"),
    "VAL-10": Found("N", "value-decimals", "CL3A", "87%"),
    "VAL-11": Found("W", "value-jump", "LE2"),
    "VAL-12": Found("W", "value-jump", "FD8", "10% to 28%"),
    "VAL-13": Found("W", "value-jump", "CP5", "50% to 27%"),
    "VAL-14": Found("W", "value-rolling", "LAC11", "83% to 70%"),
    "VAL-15": Missed(
        "W", "A whole held against its parts needs the number of workers, which is not in the files."
    ),
    "VAL-16": Found("W", "commentary-small-group", "WORKFORCE"),
    "VAL-17": Found("E", "unit-mismatch", "CP10"),
    "VAL-18": Missed(
        "N", "The loader reads 86%, 86 and 0.86 alike; a number up to 1 among percentages is found."
    ),
    "DER-01": Found("W", "value-derived", "CL1A", "Apr-17"),
    "DER-02": Found("W", "value-derived", "CL1A", "Jul-17"),
    "DER-03": Found("W", "value-derived", "CL3A", "505 of 616"),
    "DER-04": Found("W", "value-derived", "CL3A", "Sep-17"),
    "DER-05": Found("W", "value-derived", "CL1A", "350 of 593"),
    "DER-06": Found("E", "rating-unsupported", "CP10"),
    "NAR-01": Found("E", "claim-contradicted", "FD8", "18%"),
    "NAR-02": Missed(
        "W", "Each of the two baselines agrees with the figures; that there are two is no fault of either."
    ),
    "NAR-03": Found("W", "claim-size", "FD3", "“dropped”"),
    "NAR-04": Found("W", "claim-unchecked", "", "“right trajectory”"),
    "NAR-05": Found("W", "claim-size", "FD3", "“downturn”"),
    "NAR-06": Found("N", "claim-unit", "FD8", "“-5%”"),
    "NAR-07": Found("N", "claim-unit", "AMT2", "“-11%”"),
    "NAR-08": Found("N", "claim-unit", "CIN4", "“+12%”"),
    "NAR-09": Found("N", "claim-unit", "CIN5", "“-6%”"),
    "NAR-10": Found("N", "claim-unit", "CP13", "“+11%”"),
    "NAR-11": Found("N", "claim-unit", "F3", "“+13%”"),
    "NAR-12": Found("W", "claim-unchecked", "", "“119”"),
    "NAR-13": Found("W", "claim-unchecked", "", "“upward trajectory”"),
    "NAR-14": Found("W", "claim-unchecked", "", "“25%”"),
    "NAR-15": Found("W", "claim-unchecked", "LE3", "“slowed”"),
    "NAR-16": Found("W", "claim-contradicted", "LE3", "“rise”"),
    "NAR-17": Missed("W", "What it says agrees with the figures; that it leaves out the number is no claim."),
    "NAR-18": Found("W", "claim-contradicted", "LAC10", "“increase”"),
    "NAR-19": Missed(
        "W", "What is not stated is no claim; whether the measure is a rolling one is not in the files."
    ),
    "NAR-20": Found("W", "claim-status", "LAC20", "“strong”"),
    "NAR-21": Missed(
        "W", "What it says is fair for the month; that it is silent on earlier months is no claim."
    ),
    "NAR-22": Found("W", "claim-streak", "CL2", "“improvement”"),
    "NAR-23": Found("W", "claim-size", "CIN4", "“improvement”"),
    "NAR-24": Found("W", "claim-unchecked", "", "“increased”"),
    "NAR-25": Found("W", "claim-unchecked", "MC6", "“50%”"),
    "NAR-26": Missed(
        "W", "The direction agrees; that a percentage is spoken of as a number needs to be understood."
    ),
    "NAR-27": Found("W", "claim-unchecked", "", "“downward trend”"),
    "NAR-28": Found("W", "claim-unchecked", "", "“increase”"),
    "NAR-29": Missed(
        "W", "Whether minutes are uploaded late is not in the files; a note beside the value would say so."
    ),
    "NAR-30": Missed("W", "Two passages that disagree on what is done need to be understood."),
    "NAR-31": Missed("W", "Two passages that disagree on what is done need to be understood."),
    "NAR-32": Missed("W", "Two thresholds for one activity need to be understood."),
    "NAR-33": Missed("W", "What is meant by long-term needs to be understood."),
    "NAR-34": Found("W", "claim-passing", "LE3", "“surge”"),
    "NAR-35": Found("W", "commentary-repeated", "ASSESSMENT", "workforce.md"),
    "MIS-01": Found("E", "table-row-missing", "CP10A"),
    "MIS-02": Found("E", "summary-row-missing", "CLA"),
    "MIS-03": Found("W", "commentary-missing", "CHILD-PROTECTION-PLANS"),
    "MIS-04": Found("E", "next-steps-missing", "LOOKED-AFTER-STABILITY"),
    "MIS-05": Found("E", "activity-missing", "QUALITY-ASSURANCE"),
    "MIS-06": Found("E", "red-not-covered", "P1"),
    "MIS-07": Found("W", "red-without-activity", "CIN5"),
    "MIS-08": Found("W", "summary-red-missing", "MC6"),
    "MIS-09": Missed("W", "No rule asks for comparators: the project's files have no place for them yet."),
    "MIS-10": Found("W", "value-no-base", "", "24 percentages"),
    "REF-01": Found("N", "reference-style", "W1"),
    "REF-02": Missed("N", "References are known by their letters and numbers; only an unknown one is found."),
    "REF-03": Found("N", "reference-differs", "LAC19"),
    "REF-04": Missed("N", "The order is a column of its own, as the committee has it."),
    "REF-05": Missed("N", "A suffix letter is part of a reference and sorts by the order column."),
    "REF-06": Missed("N", "One header is printed for both."),
    "TTL-01": Found("E", "title-differs", "LAC19"),
    "TTL-02": Found("E", "title-differs", "QA1"),
    "TTL-03": Found("W", "title-unit", "CLA"),
    "TTL-04": Missed("W", "Whether CPC and ICPC are one thing needs to be known."),
    "TTL-05": Found("E", "title-footnote", "CIN4"),
    "TTL-06": Missed("W", "Whether two indicators share a cohort needs to be known."),
    "TTL-07": Found("W", "basis-missing", "", "CL 1"),
    "TTL-08": Missed("W", "No spelling or grammar is checked: a title is printed as published."),
    "STR-01": Found("E", "cells-shifted", "QA3", "“50%”"),
    "STR-02": Missed("N", "The project keeps commentary in files of its own."),
    "STR-03": Found("N", "cell-normalised", "", "<p>"),
    "STR-04": Found("N", "cell-normalised", "CLA", "CARE LEAVERS"),
    "STR-05": Missed("N", "Sections and their tables are told apart in sections.csv."),
    "STR-06": Found("N", "summary-section", "QUALITY-ASSURANCE"),
    "STR-07": Found("N", "cell-normalised", "", "Next Steps (Front door)"),
    "STR-08": Found("N", "cell-normalised", "", "MC 6"),
    "STR-09": Found("N", "cell-normalised", "", "OUR FOCUS"),
    "STR-10": Missed("N", "The loader trims and reads UTF-8; typographic characters are kept."),
    "STR-11": Found("N", "value-annotated", "QA2"),
    "ACT-01": Found("E", "action-due-before-raised", "NOV-01"),
    "ACT-02": Missed("N", "`Oct-01` is a sound reference; one that a spreadsheet has rewritten is found."),
    "ACT-03": Found("W", "action-tbc", "OCT-05"),
    "ACT-04": Found("W", "action-owner-missing", ""),
    "ACT-05": Found("W", "action-unlinked", ""),
    "ACT-06": Found("W", "action-half-done", "OCT-04"),
    "ACT-07": Found("W", "action-compound", "OCT-01"),
    "ACT-08": Missed("W", "Whether “for permanence” is a team or a contract needs to be known."),
    "ACT-09": Found("W", "action-yearless", "OCT-12"),
    "ACT-10": Missed("N", "The due month is read from its own column; a range in the text is left as it is."),
    "ACT-11": Found("W", "action-state", "OCT-02"),
    "ACT-12": Found("N", "action-status-words", ""),
    "ACT-13": Found("W", "action-later", "NOV-01"),
    "DAT-01": Missed("N", "Dates in the data are read in every style; commentary is printed as written."),
    "DAT-02": Found("W", "dates-missing", ""),
    "DAT-03": Missed("N", "Targets have months from which and to which they hold."),
    "DAT-04": Found("W", "basis-missing", ""),
    "PROV-01": Found("E", "facts-missing", "", "committee"),
    "PROV-02": Missed("W", "Put right: pack.toml names the council, and the cover prints it."),
    "PROV-03": Found("N", "owner-unexplained", "PS"),
    "TERM-01": Found("W", "abbreviation-unexpanded", "OCT-11", "CRS"),
    "TERM-02": Missed("W", "Two words for one measure need to be understood."),
    "TERM-03": Missed("W", "What is meant by long-term needs to be understood."),
    "CHT-01": Found("E", "chart-placeholder", ""),
    "CHT-02": Found("W", "cell-normalised", "", "BELOW"),
    "CHT-03": Found("N", "cell-normalised", "CP5", "CPC was held"),
    "CHT-04": Missed(
        "E", "Not in the files: no chart had a text alternative; every chart of the pack is made with one."
    ),
    "CHT-05": Found("W", "value-zero", "AD7"),
    "DIS-01": Found("W", "value-small-count", "CP10"),
    "DIS-02": Found("W", "value-no-base", "", "LE 2"),
    "DIS-03": Found("W", "commentary-small-group", "WORKFORCE"),
    "DIS-04": Found("W", "commentary-small-group", "CARE-PROCEEDINGS"),
    "TYP-01": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-02": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-03": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-04": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-05": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-06": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-07": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-08": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-09": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-10": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-11": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-12": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-13": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
    "TYP-14": Missed("W", "No spelling or grammar is checked, and prose is never edited."),
}
