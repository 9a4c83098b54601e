"""What the furniture of a news page says: players, buttons, newsletters, credits, copyright.

Every pattern stands for a habit of many sites, none for one page. A pattern that reads like a sentence names a thing
of the page ("newsletter", "browser", "cookies"), and text that reports speech never matches: to lose a sentence of the
article is worse than to keep a button.
"""

import re
from enum import Enum, auto

MAX_NOTICE_CHARS = 350


class Notice(Enum):
    """What a line of furniture does to the lines around it.

    `LONE` stands by itself. `LEAD` announces other articles: the headlines below it are furniture too; `LEAD_TO_ONE`
    announces one. `CLOCK` is the length of a video, whose title stands next to it. `WEAK` is a name from a menu,
    furniture only beside more of it.
    """

    LONE = auto()
    LEAD = auto()
    LEAD_TO_ONE = auto()
    CLOCK = auto()
    WEAK = auto()


_SOCIAL = (
    r"(?:twitter|x|facebook|instagram|whatsapp|threads|tiktok|youtube|linkedin|telegram|bluesky|mastodon|reddit"
    r"|pinterest|messenger|snapchat|google news|apple news|social media)"
)
_AGENCY = (
    r"(?:getty(?: images)?|reuters|ap|afp|pa(?: wire| media| images)?|epa(?:-efe)?|efe|shutterstock|alamy|rex(?:"
    r" features)?"
    r"|tass|xinhua|anadolu(?: agency)?|bloomberg|zuma(?: press)?|nurphoto|sipa(?: usa)?|upi|swns|istock|unsplash)"
)


def _full(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"(?:" + "|".join(patterns) + r")", re.IGNORECASE)


_CLOCK = _full(
    r"(?:video[,:]? |duration:? |running time:? |now playing )?\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:/|-|–|\|)"
    r" ?\d{1,2}:\d{2}(?::\d{2})?)?",
    r"\d{1,2}:\d{2} ?[-–|] ?source:? .{2,40}",
)
_WEAK = _full(
    _SOCIAL,
    r"home|news|uk|us|world|politics|business|sports?|culture|lifestyle|opinion|weather|travel|tech|technology"
    r"|science|health"
    r"|video|videos|live|podcasts?|more|entertainment|arts|e?mail|print|search|menu|save|link|rss|newsletters?"
    r"|audio|climate",
)
# Whole lines without a full stop.
_LABEL = _full(
    r"home(?: ?[/>›»|] ?[\w’' &-]{2,30}){1,5}|(?:report|spotted) an? (?:typo|error|problem|mistake|correction)\??",
    r"(?:enjoying|like|liked|love) (?:this|what|our)\b.{0,60}\?",
    r"(?:video )?ad(?:vert)? feedback|(?:link )?copied|(?:acquire|buy|purchase|request) (?:licensing|reprint)"
    r" rights?|reprints?",
    r"(?:install|download|get) (?:the|our) (?:[\w’']+ ){0,3}app(?: (?:for free|now|today|here|on|to|for)\b.{0,40})?",
    r"be the first to (?:know|get|hear|read)\b.{0,60}\b(?:news|alerts?|e-?mails?|newsletters?|updates|offers)",
    r"get (?:involved|more|closer)\b.{0,40}\b(?:community|subscription|newsletters?|news every day)(?: .{0,40})?",
    r"watch (?:highlights|the highlights|full|the full|the latest|every|all the)\b.{0,60}",
    r"join (?:our|the) (?:\w+ ){0,2}(?:channel|group|community|newsletter|mailing list)(?: .{0,40})?",
    r"latest (?:scores|results|fixtures|odds|tables|updates)(?:[, ].{1,40})?",
    r"\d{1,3} ?(?:/|of) ?\d{1,3}|(?:image|photo|picture|slide|page) \d{1,3} (?:of|/) \d{1,3}",
    r"\d{1,3}[- ]min(?:ute)?s?(?:[- ]read)?|reading time:? .{1,20}|(?:estimated )?read(?:ing)? time .{1,20}",
    r"(?:(?:last |first )?(?:updated|published|posted|modified):? )?(?:\d{1,3}|an?|one|two) (?:second|sec|minute"
    r"|min|hour|hr|day|week|month)s? ago",
    r"just now",
    r"(?:skip|jump) to (?:main |the )?(?:content|navigation|article|comments|search|footer)|back to (?:top"
    r"|home(?:page)?)|skip (?:this )?ad(?:vert(?:isement)?)?",
    r"(?:scroll|swipe|tap|click) (?:down |here |below |left |right |up )?(?:to|for) .{2,60}",
    r"share|share (?:this|on|via|with)(?: .{1,30})?|(?:copy|get|share) (?:the )?(?:link|url|full article)|tweet(?:"
    r" this)?",
    r"(?:print|save|e-?mail|bookmark|gift|report|like)(?: this)?(?: (?:article|story|page|post|ad|error))?:?|save"
    r" for later",
    r"(?:close|open|menu|search|play|pause|mute|unmute|replay|expand|collapse|dismiss|skip|next|previous|prev"
    r"|reply|ok|submit)"
    r"|(?:next|previous) (?:article|story|post|page)|(?:play|watch|view|open) (?:the )?(?:video|audio|gallery"
    r"|image|slideshow)(?: .{1,30})?"
    r"|view image in (?:full ?screen|gallery)|enlarge(?: this)?(?: image)?|toggle (?:caption|menu)|hide caption",
    r"loading(?: .{0,30})?|(?:load|show|see|view) (?:more|less|all)(?: .{1,30})?",
    r"(?:sign|log) ?(?:in|up|out)(?: here| now| below)?|register|subscribe(?: now| today| here)?|donate(?: now)?"
    r"|(?:create|my) (?:an |a"
    r" )?(?:free )?account|support us",
    r"(?:ad|ads|advert|adverts|advertisement|advertisements|advertising)(?: feedback)?(?: ?[-–—|:.·] ?.{0,60})?",
    r"(?:story|article|content|post) continues (?:below|after) .{2,50}",
    r"(?:sponsored|promoted)(?: (?:content|post|stories|links?|by .{2,40}))?|paid (?:content|post|for by .{2,40})"
    r"|partner content",
    r"(?:view|show|read|see|hide|all|post|add|leave|write)? ?(?:a |an |the |your |all )?\(?\d{0,6}\)?"
    r" ?(?:comments?|reply|replies)(?: ?\(?\d{1,6}\)?)?"
    r"(?: are closed| policy)?",
    r"join the (?:conversation|discussion|debate)|be the first to comment|no comments(?: yet)?",
    r"(?:your |enter your |e-?mail |name|website|\*|required| )*(?:e-?mail|e-?mail address|postcode|zip code)\*?",
    r"(?:privacy|cookies?|terms|accessibility|modern slavery)(?: (?:and|&) \w+)?(?: (?:policy|settings|preferences"
    r"|notice|statement|help))?(?: of (?:use|service))?"
    r"|terms (?:and|&) conditions|(?:accept|reject|allow|manage)(?: all| my| your)?(?: cookies| preferences|"
    r" choices)?|do not sell .{0,40}"
    r"|contact us|about us|site ?map|help(?: cent(?:re|er))?|work for us|advertise with us",
    r"(?:listen|listen now|listen to (?:this|our|the latest|the full|the podcast|more)\b.{0,60}|listen to .{2,60}"
    r" podcast|watch live|watch again)",
    r"(?:get|download|try) (?:our|the) (?:\S+ ){0,4}(?:app|newsletter)(?: .{0,40})?",
    r"(?:follow|like|find|join|connect with) (?:us|me|@\w+)(?: .{1,40})?|follow|(?:follow )?@\w{2,20}",
    r"(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})).{0,200}",
    r"(?:getty images|file (?:photo|picture|image)|stock (?:photo|image))",
    r"image (?:source|caption|credit)[,:] .{2,250}|(?:media|video) caption[,:] .{2,250}",
    r"(?:[\w’'&]+(?: [\w’'&]+){0,2} ?[>›»] ?){1,5}[\w’'&]+(?: [\w’'&,-]+){0,9}",
    r"(?:tags|topics|filed under|categories|category)\s?:.{2,120}",
)
_LEAD = _full(
    r"more (?:on|from|about) (?:this (?:story|topic)|.{2,40})|more (?:stories|news|top stories|coverage|like this"
    r"|to (?:read|explore))",
    r"related(?: (?:topics?|stories|story|articles?|content|links?|news|coverage|internet links|posts?|reading"
    r"|videos?|tags))?:?",
    r"recommended(?: (?:for you|stories|reading|articles|videos?))?|(?:further|essential|recommended) reading",
    r"most (?:read|viewed|popular|watched|shared|commented|recent)(?: .{1,30})?|(?:top|latest|featured|sponsored"
    r"|other|must[- ]read)"
    r" (?:stories|news|headlines|articles|posts|videos)(?: .{1,30})?|trending(?: .{1,20})?|editor[’']?s[’']?"
    r" (?:picks?|choice)|popular(?: now)?",
    r"you (?:may|might) (?:also |have )?(?:like|be interested in|missed|want to read)|what to read next|in case"
    r" you missed it",
    r"(?:read|watch|see|learn|find out|discover|explore) (?:more|next|also)(?: (?:on|about|from|in) .{2,60})?:?"
    r"|also (?:read|see)(?: this)?:?|see also:?"
    r"|don[’']t miss:?|up next:?|now playing:?|keep reading|continue reading|around the web|from (?:our partners"
    r"|around the web)"
    r"|topics|tags|explore|related topics.{0,40}|also (?:in|on) .{2,30}|watch:|read:|listen:",
)
_LEAD_TO_ONE = _full(r"(?:related|recommended) (?:story|article|video|post|reading)")
# A pointer with its headline on the same line.
_POINTER = _full(
    r"(?:read (?:more|next|also|now|here|this)|also read|see also|more|related(?: (?:story|article|reading|video"
    r"|link))?"
    r"|watch(?: (?:now|live|more|the video|video))?|listen(?: now)?|video|in (?:pictures|pics)|don[’']t miss"
    r"|must[- ]read|live updates|up next"
    r"|(?:recommended|trending|popular)(?: (?:for you|now))?)"
    r" ?[:|>›»] ?\S.{2,140}",
    r"(?:read more|read also|also read|see also|watch) ?[-–—] ?\S.{2,140}",
)
# Sentences, which may end in a full stop.
_SENTENCE = _full(
    r"this site (?:uses akismet|is protected by recaptcha)\b.{0,80}",
    r"learn (?:more )?(?:how|about)\b.{0,40}\b(?:comment data|cookies|privacy)\b.{0,40}",
    r"(?:e-?mail|contact|write to|call|text)(?: us)?(?: at| on)?:? \S+@\S+.{0,60}",
    r".{0,60}\b(?:may be using|uses?) cookies and (?:other|similar) technologies\b.{0,80}",
    r".{0,60}\b(?:we|need) (?:need )?your (?:permission|consent)\b.{0,60}\bcookies\b.{0,80}",
    r"be the first to (?:know|get|hear|read)\b.{0,80}\bsign ?up\b.{0,100}",
    r"please (?:use|enable|turn on|turn off|switch|update|upgrade|try|refresh|reload|allow|disable|install"
    r"|download|accept|check|click|wait|log"
    r"|sign|subscribe|consider)\b.{0,80}\b(?:browser|java ?script|cookies?|(?:video|media|audio) player|flash|ad"
    r" ?blocker|plug-?in|page|app|newsletters?|account"
    r"|e-?mail|settings|subscri\w+|support(?:ing)?|donat\w+|consent)\b.{0,120}",
    r"(?:to|in order to) (?:play|watch|view|hear|see|use|read|listen to|continue|enjoy"
    r"|comment)\b.{0,50}\b(?:please|need to|enable|java ?script|browser|cookies|log"
    r" ?in|sign (?:in|up)|subscri\w+|register)\b.{0,100}",
    r"(?:this|the) (?:video|content|audio|media|player|embed|feature|post|clip) (?:can ?not|can[’']t|could not"
    r"|couldn[’']t|is (?:not|un\w+|no longer)|requires|"
    r"uses|isn[’']t|has been removed|failed)\b.{0,100}",
    r"(?:sorry,? )?(?:your|this) (?:browser|device) (?:does not|doesn[’']t|is (?:out of date|outdated|not|no"
    r" longer|un)|must|may not|needs|cannot|has).{0,120}",
    r"(?:you (?:need|must|have) to|you need) (?:have )?(?:enable|turn on|java ?script|cookies|log ?in|be logged in"
    r"|sign in|subscribe|register|accept|allow|a"
    r" (?:free )?account).{0,100}",
    r"java ?script (?:is|must|needs|has|seems|appears)\b.{0,100}|enable java ?script\b.{0,80}|an error (?:has"
    r" )?occurred.{0,80}|something went wrong.{0,80}",
    r"(?:sign|signed) ?up(?: now| today| here| free| below)?(?: for free)? (?:for|to|and"
    r"|here)\b.{0,120}\b(?:newsletters?|briefings?|bulletins?|alerts?|e-?mails?|"
    r"inbox|notifications?|updates|podcasts?|account|whatsapp|channel)\b.{0,100}",
    r"(?:subscribe|subscribing) (?:to|for|now|today|via|and|on)\b.{0,80}\b(?:newsletters?|briefings?|alerts?"
    r"|e-?mails?|inbox|notifications?|updates|podcasts?|channel|"
    r"our|unlimited|access|print|digital|digitally|apple|spotify|youtube)\b.{0,100}",
    r"(?:get|receive|want|enjoy) (?:our|the|all|breaking|more|unlimited|daily|weekly|a|your|this|top"
    r"|news)\b.{0,100}\b(?:newsletters?|inbox|e-?mail|alerts?|notifications?|"
    r"app|access)\b.{0,80}",
    r"(?:our|the) (?:\S+ ){0,4}newsletter (?:brings|delivers|gives|rounds|is|will)\b.{0,120}",
    r"download (?:our|the)\b.{0,40}\bapp\b.{0,80}",
    r"by (?:signing up|continuing|submitting|clicking|using|subscribing|entering|registering|proceeding"
    r"|providing)\b.{0,120}\b(?:privacy|terms|cookies?|agree|consent|"
    r"newsletters?|e-?mails?)\b.{0,160}",
    r"(?:you can |)unsubscribe (?:at )?any ?time.{0,60}|for more (?:information|details),? (?:please )?(?:see|read"
    r"|visit) our\b.{0,80}|privacy notice:.{0,200}"
    r"|your e-?mail address will not be.{0,60}|required fields are marked.{0,10}|we will not share your.{0,60}",
    r"(?:we|we and our partners|we and our \d+ partners|this (?:web)?site|our (?:web)?site|we and third"
    r" parties)(?: also)? (?:use|uses|may use|would like to use) cookies.{0,200}",
    r"(?:click|tap) (?:here|on|below|the)\b.{0,100}|(?:story|article) continues\b.{0,40}",
    r"(?:follow|like|join|find|connect with) (?:us|me|@\w+|our \w+|the [\w’' ]{1,30}|[\w’' ]{1,30}?)(?: \S+){0,3}"
    r" (?:on|via) (?:our )?" + _SOCIAL + r"\b.{0,100}",
    r"(?:get in touch|contact us|e-?mail us|write to us|call us)\b.{0,120}|(?:if you|do you|have you|are you|were"
    r" you|did you|got)\b.{3,120}\b(?:get in touch|contact us|e-?mail us|"
    r"(?:let us|want to) know|tell us|share your|send us)\b.{0,120}|(?:have|got|do you have) a (?:news )?(?:tip"
    r"|story|question)\b.{0,120}"
    r"|(?:share|tell us|send us|let us know) (?:your|about your|what you think|in the"
    r" comments).{0,30}\b(?:experiences?|stor(?:y|ies)|views?|thoughts?|comments?|photos?|pictures?)\b.{0,60}",
    r"all rights reserved.{0,30}|this (?:material|article|content|story) (?:may not be|is protected by copyright"
    r"|was (?:originally|first) published (?:on|by|in|at)|is (?:republished|part of))\b.{0,160}"
    r"|(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})).{0,200}|no part of this.{0,120}|our standards: .{0,80}|registered"
    r" in england\b.{0,100}",
    r"we may (?:earn|receive|get) (?:a |an )?(?:small |affiliate )?commission.{0,120}|(?:when|if) you (?:buy"
    r"|purchase|click)\b.{0,60}\bcommission.{0,60}"
    r"|.{0,30}is not responsible for the content of external sites.{0,60}",
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|tells|added|adds|asked|asks|wrote|writes|argued|urged|warned|insisted|claimed|replied"
    r"|heard|ruled|ordered|announced|reported|"
    r"advised|stated|read|reads|demanded|pleaded|shouted|promised|according)\b(?! more)",
    re.IGNORECASE,
)
_FINAL_STOP = re.compile(r"[.!…][\"'”’)\]]*$")
# Case matters in a credit: "Image: Reuters", never "image: he had none".
_CREDIT = re.compile(
    r"(?:^|(?<=[\s(\[|]))(?:Images?|Pictures?|Pics?|Photos?|PHOTO|Photographs?|Photography|Illustration|Composite"
    r"|Credit|CREDIT"
    r"|(?:Photo|Image|Picture|Video) [Cc]redits?|Photos?(?:graph)? by|Picture by|Image by|Courtesy of)(?::|"
    r" (?=[A-Z][\w.-]+(?: [A-Z][\w.-]+)*/)) ?[A-Z@][^.!?:]{1,60}[)\]]?$"
    r"|^(?:Photos?|Photographs?|Pictures?|Images?|Illustrations?|Graphics?) (?:by|courtesy of|via) [A-Z][^.!?]{1,60}$"
)
_AGENCY_CREDIT = _full(
    r"[(\[](?:[^()\[\]]{1,60}[/|] ?)?(?:\S+ )?photos?/[^()\[\]]{2,60}[)\]]$",
    r"[(\[][^()\[\]]{2,60}(?:/| via |\| ?|, )" + _AGENCY + r"[)\]]$",
    r"(?<=[.”\"] )[(\[]?" + _AGENCY + r"[)\]]?$",
    r"\breuters/[A-Z][\w.’/ -]{2,50}$",
    r"\b[\w.’-]+/" + _AGENCY + r"$|/(?:getty images|shutterstock|alamy)$",
)
_ICONS = re.compile(r"^[▶►▸▷◀→›»•*\s]+|[▶►▸▷→›»\s]+$")
_WORDLESS = re.compile(r"[\W_]+")


def read_notice(line: str) -> Notice | None:
    """Tell what kind of page furniture a line or short paragraph is by its own words; None when it may be the article.

    >>> read_notice("Sign up to our newsletter."), read_notice("Sign up, the army told them.")
    (<Notice.LONE: 1>, None)
    """
    if len(line) > MAX_NOTICE_CHARS or line[:1] in "“\"‘'":
        return None
    words = _ICONS.sub("", " ".join(line.split()))
    if not words or _WORDLESS.fullmatch(words):
        return Notice.LONE
    if _is_credit(words):
        return Notice.LONE
    if words.startswith("©"):
        return Notice.LONE
    if _FINAL_STOP.search(words):
        return Notice.LONE if _is_notice_prose(words) else None
    if _CLOCK.fullmatch(words):
        return Notice.CLOCK
    if _WEAK.fullmatch(words):
        return Notice.WEAK
    if _LEAD_TO_ONE.fullmatch(words.removesuffix(":")):
        return Notice.LEAD_TO_ONE
    if _LEAD.fullmatch(words):
        return Notice.LEAD
    if _LABEL.fullmatch(words.removesuffix(":")) or _POINTER.fullmatch(words):
        return Notice.LONE
    return Notice.LONE if _is_notice_prose(words) else None


def _is_credit(words: str) -> bool:
    return _CREDIT.search(words) is not None or _AGENCY_CREDIT.search(words) is not None


def _is_notice_prose(words: str) -> bool:
    """Tell whether every sentence is a notice, so that no sentence is lost with its neighbour."""
    if _REPORTED.search(words):
        return False
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", words)
    return all(_SENTENCE.fullmatch(sentence) or _LABEL.fullmatch(sentence.rstrip(".!")) for sentence in sentences)
