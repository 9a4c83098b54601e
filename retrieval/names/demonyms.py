"""Countries by their other names: which words of a question and of an article speak of the same country.

A capital stands for its government ("Moscow said"), so it counts as its country: in the article always, in a question
unless a preposition makes it a place ("in Moscow").
"""

_SEPARATOR = ";"
_METONYM = "@"  # A capital or seat of government.
_PART = "<"  # Evidence for the country in an article; in a question a name of its own.

# One country between semicolons; "_" stands for a space. Plural "s" is added by the look-up. Own work.
_TABLE = """
afghanistan afghan @kabul; albania albanian @tirana; algeria algerian @algiers; andorra andorran; angola angolan
@luanda; argentina argentine argentinian @buenos_aires; armenia armenian @yerevan; australia australian aussie
@canberra; austria austrian @vienna; azerbaijan azerbaijani azeri @baku; bahamas bahamian @nassau; bahrain bahraini
@manama; bangladesh bangladeshi @dhaka; barbados barbadian bajan @bridgetown; belarus belarusian belarussian
byelorussia @minsk; belgium belgian @brussels; belize belizean; benin beninese; bhutan bhutanese @thimphu; bolivia
bolivian @la_paz; bosnia bosnian herzegovina bosniak @sarajevo; botswana motswana @gaborone; brazil brazilian
@brasilia; brunei bruneian; bulgaria bulgarian @sofia; burkina burkinabe @ouagadougou; burundi burundian; cambodia
cambodian khmer @phnom_penh; cameroon cameroonian @yaounde; canada canadian @ottawa; cape_verde;
central_african_republic car @bangui; chad chadian; chile chilean @santiago; china chinese prc @beijing peking;
colombia colombian @bogota; comoros comorian; congo congolese drc dr_congo @kinshasa @brazzaville; costa_rica
costa_rican @san_jose; croatia croatian croat @zagreb; cuba cuban @havana; cyprus cypriot @nicosia; czech czechia
czech_republic @prague; denmark danish dane @copenhagen; djibouti djiboutian; dominica; dominican_republic dominican
@santo_domingo; east_timor timor-leste timorese @dili; ecuador ecuadorian ecuadorean @quito; egypt egyptian @cairo;
el_salvador salvadoran salvadorean @san_salvador; equatorial_guinea; eritrea eritrean @asmara; estonia estonian
@tallinn; eswatini swaziland swazi; ethiopia ethiopian @addis_ababa; fiji fijian @suva; finland finnish finn
@helsinki; france french frenchman frenchmen frenchwoman @paris @elysee; gabon gabonese @libreville; gambia gambian
@banjul; georgia georgian @tbilisi; germany german @berlin; ghana ghanaian @accra; greece greek @athens; grenada
grenadian; guatemala guatemalan; guinea guinean @conakry; guinea-bissau; guyana guyanese; haiti haitian
@port-au-prince; honduras honduran @tegucigalpa; hungary hungarian @budapest; iceland icelandic icelander @reykjavik;
india indian @new_delhi @delhi; indonesia indonesian @jakarta; iran iranian persia persian @tehran @teheran; iraq
iraqi @baghdad; ireland irish irishman irishmen irishwoman eire @dublin; israel israeli @jerusalem @tel_aviv; italy
italian @rome; ivory_coast ivorian cote_divoire @abidjan; jamaica jamaican; japan japanese @tokyo; jordan jordanian
@amman; kazakhstan kazakh kazakhstani @astana; kenya kenyan @nairobi; kiribati; kosovo kosovar @pristina; kuwait
kuwaiti; kyrgyzstan kyrgyz @bishkek; laos lao laotian @vientiane; latvia latvian @riga; lebanon lebanese @beirut;
lesotho basotho; liberia liberian @monrovia; libya libyan @tripoli; liechtenstein; lithuania lithuanian @vilnius;
luxembourg luxembourger; madagascar malagasy; malawi malawian @lilongwe; malaysia malaysian @kuala_lumpur; maldives
maldivian; mali malian @bamako; malta maltese @valletta; mauritania mauritanian; mauritius mauritian; mexico mexican
@mexico_city; micronesia micronesian; moldova moldovan moldavia moldavian @chisinau; monaco monegasque; mongolia
mongolian mongol @ulaanbaatar @ulan_bator; montenegro montenegrin @podgorica; morocco moroccan @rabat; mozambique
mozambican @maputo; myanmar burma burmese @naypyidaw @rangoon @yangon; namibia namibian @windhoek; nauru nauruan;
nepal nepali nepalese @kathmandu; netherlands dutch holland dutchman dutchmen @the_hague @amsterdam; new_zealand
new_zealander kiwi @wellington; nicaragua nicaraguan @managua; niger nigerien @niamey; nigeria nigerian @abuja;
north_korea north_korean dprk @pyongyang; north_macedonia macedonia macedonian @skopje; norway norwegian @oslo; oman
omani @muscat; pakistan pakistani @islamabad; palestine palestinian @ramallah; panama panamanian; papua papuan
@port_moresby; paraguay paraguayan @asuncion; peru peruvian @lima; philippines philippine filipino filipina @manila;
poland polish pole @warsaw; portugal portuguese @lisbon; qatar qatari @doha; romania romanian rumania @bucharest;
russia russian russian_federation @moscow @kremlin; rwanda rwandan @kigali; samoa samoan; saudi_arabia saudi
saudi_arabian @riyadh; senegal senegalese @dakar; serbia serbian serb @belgrade; seychelles seychellois; sierra_leone
sierra_leonean @freetown; singapore singaporean; slovakia slovak slovakian @bratislava; slovenia slovenian slovene
@ljubljana; somalia somali @mogadishu; south_africa south_african @pretoria; south_korea south_korean rok @seoul;
south_sudan south_sudanese @juba; soviet_union ussr soviet; spain spanish spaniard @madrid; sri_lanka sri_lankan
ceylon @colombo; sudan sudanese @khartoum; suriname surinamese; sweden swedish swede @stockholm; switzerland swiss
@bern @berne; syria syrian @damascus; taiwan taiwanese @taipei; tajikistan tajik @dushanbe; tanzania tanzanian
@dodoma; thailand thai siam siamese @bangkok; tibet tibetan @lhasa; togo togolese; tonga tongan; trinidad tobago
trinidadian; tunisia tunisian @tunis; turkey turkish turk turkiye @ankara; turkmenistan turkmen @ashgabat; uganda
ugandan @kampala; ukraine ukrainian @kyiv @kiev; united_arab_emirates uae emirati emirates @abu_dhabi <dubai;
united_kingdom uk britain british briton brit great_britain gb @london @westminster @whitehall @downing_street
<england <english <englishman <englishmen <scotland <scottish <scot <wales <welsh <northern_ireland <ulster;
united_states us usa america american united_states_of_america @washington @white_house; uruguay uruguayan
@montevideo; uzbekistan uzbek @tashkent; vatican holy_see; venezuela venezuelan @caracas; vietnam vietnamese viet_nam
@hanoi; yemen yemeni @sanaa; yugoslavia yugoslav yugoslavian; zambia zambian @lusaka; zimbabwe zimbabwean rhodesia
@harare; england english englishman englishmen; scotland scottish scot scots; wales welsh welshman welshmen; europe
european; africa african; asia asian; north_america north_american <america <american; south_america south_american;
korea korean <north_korea <south_korea <seoul <pyongyang; arab arabic arabian arabia; jew jewish judaism; west
western; east eastern; north northern; south southern
"""


def forms_of_country(name: str, *, as_place: bool = False) -> frozenset[str]:
    """Return the folded forms that speak of the country which `name` names; empty when it names none.

    Args:
        name: folded (lower case, no accents), a word or several; a plural "s" is allowed.
        as_place: the name stands after "in", "at" or "near", where a capital is only the city.

    >>> sorted(forms_of_country("swede"))
    ['stockholm', 'swede', 'sweden', 'swedish']
    >>> "russia" in forms_of_country("moscow"), forms_of_country("moscow", as_place=True)
    (True, frozenset())
    """
    form = name if name in _FORMS else name.removesuffix("s")
    if as_place and form in _METONYMS:
        return frozenset()
    return _FORMS.get(form, frozenset())


def _read_forms() -> dict[str, frozenset[str]]:
    forms: dict[str, frozenset[str]] = {}
    for country in _TABLE.split(_SEPARATOR):
        entries = [entry.replace("_", " ") for entry in country.split()]
        evidence = frozenset(entry.lstrip(_METONYM + _PART) for entry in entries)
        for entry in entries:
            if not entry.startswith(_PART):
                form = entry.removeprefix(_METONYM)
                forms[form] = forms.get(form, frozenset()) | evidence
    return forms


_FORMS = _read_forms()
_METONYMS = frozenset(
    entry[1:].replace("_", " ") for entry in _TABLE.replace(_SEPARATOR, " ").split() if entry[0] == _METONYM
)
