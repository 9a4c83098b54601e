"""The abbreviations of English news copy, by what may follow their stop."""

import re


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Always followed by a name, so never the end of a sentence.
TITLES = _words(
    "Mr Mrs Ms Mx Messrs Mme Mlle Dr Prof Rev Hon Rt Fr Gen Lt Col Sgt Capt Maj Adm Cmdr Cdr Cpl Pvt Pte Brig Supt Insp"
    " Det Const Sen Rep Reps Gov Govs Pres Amb Atty Msgr Mt Ft Ald Cllr Ph e.g i.e vs cf v viz"
)

# Shorten a word only in front of a number.
BEFORE_NUMBERS = _words(
    "No Nos nos pop p pp Fig Figs Art Arts Sec Ch Vol Op Ps par para approx ca c est Mon Tue Tues Wed Thu Thur"
    " Thurs Fri"
    " Sat Sun"
)

# May end a sentence or stand within it; the next word decides.
AMBIGUOUS = _words(
    "Jr Sr Inc Ltd Co Cos Corp Bros Plc LLC Esq St Ave Blvd Rd Hwy Dept Univ Assn al Jan Feb Mar Apr Jun Jul Aug Sep"
    " Sept Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev"
    " Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo Ont Que Sask dept min max sq ft lbs oz"
)

# After a number, these end what they date.
ERAS = frozenset({"B.C", "A.D", "C.E", "B.C.E"})

CLOCK = frozenset({"a.m", "p.m", "A.M", "P.M"})

# What may follow "10 p.m." within its sentence.
AFTER_CLOCK = _words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September"
    " October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec ET EST EDT CT CST CDT MT MST MDT"
    " PT PST"
    " PDT GMT BST CET CEST UTC IST JST AEST Eastern Central Mountain Pacific Greenwich London Moscow Kyiv"
)

# Words that, with a capital, nearly always begin a sentence and are hardly ever part of a name.
STARTERS = _words(
    "The This That These Those It Its He She They His Her Their We Our You Your My There Here In On At By For From With"
    " After Before During Since Until While When Where Why How What Who If As Although Though Because But And Or So Yet"
    " However Meanwhile Also Then Now Still Some Many Most Several Another Both Each Such Under Between Despite"
    " According"
    " Earlier Later Instead Officials Police An Mr Mrs Ms Asked Not No Nor To Once Even Only Among Last Yesterday Today"
    " Thus Therefore Moreover Nevertheless Unlike Over Within Without Through Throughout Early Prior Following"
    " One Two Three"
)

# A letter after one of these is a label ("Plan B."), not an initial.
LETTERED = _words(
    "War Plan Vitamin vitamin Hepatitis hepatitis Group Class Category Type type Grade grade Appendix Section Channel"
    " Schedule Team Level Terminal Exhibit Block Zone Title Radio Class category class group section"
)

# "U.S", "J.K", "Ph.D"; the last stop is the one in question.
INITIALS = re.compile(r"[A-Za-z]{1,2}(?:\.[A-Za-z]{1,2})+")
