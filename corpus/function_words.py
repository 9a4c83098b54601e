"""The words that give a language away: the small ones that no sentence of it does without.

A word stands in a set of `OTHERS` only when it is no particle of names ("de la", "van der", "von", "los", "du", "dei"):
names of any language stand in English text.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = _words(
    """
    about according across after again against all already also although always am among and another any anyone anything
    are aren't as at be because been before behind being between beyond both but by called can can't cannot could
    couldn't describe despite did didn't do does doesn't doing don't during each either ever every everyone explain far
    few for from gave get give going got had hadn't happen happened happens has hasn't have haven't having he her here
    hers him his how how's if instead into is isn't it it's its just kind known least less list long made make makes
    many may mean means meant might mine more most much must my name named neither never no none nor not nothing of
    often old only onto or other our ours over own place said same say says shall she should shouldn't since so some
    someone something still such summarise summarize take tell than that that's the their theirs them then there these
    they this those though through to too took toward towards type under until upon us very was wasn't we were weren't
    what what's when when's where where's whether which while who who's whom whose why will with within without won't
    would wouldn't yet you your yours
    """
)

ALSO_ENGLISH = _words(
    """
    all also am an any as at be but by can die do far had has have he her him his if in is kind list long made may me
    mean mine name no not of old on or over place so then to type under war was we
    """
)
"""Words of `ENGLISH` that are everyday words of another language too, so that alone they prove nothing."""

OTHERS: dict[str, frozenset[str]] = {
    "German": _words(
        """
        aber auch auf aus bedeutet bei das dass daß dem des dich diese dieser dieses dir du durch ein eine einem einen
        einer eines er es euch für gab gegen gesagt gesprochen gibt haben hat hatte hatten heisst heißt heute ich ihm
        ihn ihr ihre ist jetzt kann kein keine keinen konnte können liegen liegt mehr mich mir mit muss müssen nach
        nicht noch nur oder ohne sagt sagte schon sehr sein seine seinen seit sie sind soll sollte um und uns unter viel
        viele vor wann waren warum weil welche welchen welcher welches wem wen wenn wer werden weshalb wessen wie wieso
        wieviel wir wird wo woher wohin wollte wurde wurden zwischen über
        """
    ),
    "French": _words(
        """
        a-t-elle a-t-il alors au aussi aux avaient avait avec avoir c'est ce ces cet cette chez combien comment contre
        d'un d'une dans depuis dit donc elle elles entre est est-ce et faire fait fut il ils je l'est laquelle lequel
        leur leurs mais moins n'est ne nous ont ou où par parlé pas pendant peut plus pour pourquoi qu'a qu'elle qu'est
        qu'est-ce qu'il quand que quel quelle quelles quels qui quoi s'est sa sans sera seront ses signifie son sont
        sous sur t-elle t-il très tu un une vers veut vous y-a-t-il étaient était était-il été être
        """
    ),
    "Spanish": _words(
        """
        con contra cual cuando cuanto cuantos cuál cuáles cuándo cuánta cuántas cuánto cuántos cómo desde dice dijo
        donde durante dónde ella ellas ellos en entre era eran es esa ese eso esta estaba estar estas este esto estos
        está están fue fueron ha haber habló había hace hacia han hasta hay hizo le lo muy más nosotros para pero por
        porque porqué puede que quien quiere quién quiénes qué se ser significa sin sino sobre son su sus también tiene
        tienen tú una unas unos ya yo él
        """
    ),
    "Italian": _words(
        """
        anche avere aveva avevano c'è che chi chi'è ci com'è con cos'ha cos'è cosa cui dalla dell detto dov'è dove ed
        era erano essere fatto fra fu furono già gli ha hanno il io l'ha lei lo loro lui ma molto nei nel nell nella
        nelle noi non oppure parlato perchè perché più può qual quale quali quando quanta quante quanti quanto quella
        quello questa queste questi questo senza si significa sono stata stato sua sue sugli sul sulla suo suoi tra tu
        una uno voi vuole è
        """
    ),
    "Portuguese": _words(
        """
        ao aos aquela aquele até com como desde disse diz ela elas ele eles em entre era eram essa esse esta estar estas
        estava este estes está estão eu falou faz fez fica foi foram haver há isso isto já mais mas muito na nas nos não
        nós onde os para pela pelo pelos pode por porque porquê quais qual quando quanta quantas quanto quantos que quem
        quer quê sem ser seu seus significa sobre sua suas são também tem tinha têm um uma umas uns à às é
        """
    ),
    "Dutch": _words(
        """
        aan al als betekent bij dan dat deze die dit door een eens en gaat geen gesproken gezegd haar hadden hebben
        heeft hem het hij hoe hoeveel hun ik jij jouw jullie kan kunnen ligt maar meer met mijn moet moeten naar niet
        nog om onder ons onze ook op sinds te tegen tot tussen uit uw veel voor waar waarmee waarom waarover waarvoor
        wanneer waren wat welk welke werd werden wie wij wil worden wordt zal zegt zei zich zij zijn zonder zou
        """
    ),
    "Polish": _words(
        """
        ale bardzo bez byli być był była było będzie co czego czemu czy czym dla dlaczego gdzie i ich ile ja jak jaka
        jaki jakie jaką jego jej jest jeszcze już kiedy kim kogo komu kto która które który którzy lub ma mają miał
        miała może mówi na nad nie o od ona oni ono oraz po pod powiedział przed przez przy rozmawiał się są ta tak te
        tego tej ten ty tylko tym w wy z za ze znaczy że żeby
        """
    ),
    "Turkish": _words(
        """
        ama ben bir biz bu bunu daha dedi değil edildi en etti gibi göre hangi hangisi ile için kadar kaç kim kimdir
        kime kimi kimin kiminle kimle konuştu mi midir mu mü mı mıdır nasıl ne neden nedir nerede nereden nereye neyi
        niye niçin o olacak olan olarak oldu olduğu onlar onun sen siz sonra söyledi var ve veya yaptı yok zaman çok
        önce şu
        """
    ),
    "Swedish": _words(
        """
        att av betyder blev blir den deras det dig efter eller ett från för hade han har henne hon honom hur inte jag
        kan kunde ligger med mellan mig mycket många ni när och också om oss pratade på sa sade sin sina sitt ska skulle
        som säger talade till vad var varför vem vems vi vilka vilken vilket är
        """
    ),
    "Danish": _words(
        """
        af betyder blev bliver den deres det dig efter eller er et fra ham har havde hende hun hvad hvem hvilke hvilken
        hvilket hvis hvor hvordan hvorfor hvornår ikke jeg kunne ligger mange med meget mellem mig og også om os på
        sagde siger sin skal skulle som talte til var vi
        """
    ),
    "Norwegian": _words(
        """
        av betyr ble blir deg den deres det eller er et etter fra hadde ham har henne hun hva hvem hvilke hvilken
        hvilket hvor hvordan hvorfor ikke jeg kunne ligger mange med meg mellom mye når og også oss på sa sier sin skal
        skulle snakket som til vi
        """
    ),
    "Finnish": _words(
        """
        ei eivät että hän ja jos kanssa kenelle kenen ketkä ketä kuinka kuka kun mihin miksi mikä milloin missä mistä
        miten mitä monta mutta myös ne nämä ole oli olivat on onko ovat paljonko puhui sanoi se tai tarkoittaa tämä
        """
    ),
    "Czech": _words(
        """
        aby ale bez bude byl byla byli bylo být co jak jaká jaké jaký je jeho jejich její jsou já kde kdo kdy koho kolik
        komu která které který kým leží mají mluvil má měl na ne nebo není od on ona oni po pod pro proč před přes při
        se si ta ten ty v ve z za ze znamená čeho řekl říká že
        """
    ),
    "Romanian": _words(
        """
        această acest aceste află au avea cand care cati ce cine cu cum când cât câte câți dar despre din după ei era
        erau este fi fost fără lor lui nu pentru prin sa sau spune spus sunt său unde vorbit în înseamnă între și
        """
    ),
    "Hungarian": _words(
        """
        az azt beszélt egy ez ezt hogy hogyan hol honnan hova hány jelent ki kinek kit kivel lenni lesz meg melyik
        mennyi mi mikor mit miért mondta nem vagy van vannak volt voltak és ő ők
        """
    ),
    "Indonesian": _words(
        """
        adalah akan apa apakah arti atau bagaimana berapa berbicara dalam dan dari dengan di dia dikatakan dimana ia ini
        itu kami kapan katanya ke kenapa kita mana mengapa mereka oleh pada siapa sudah telah tetapi tidak untuk yang
        """
    ),
    "Vietnamese": _words(
        """
        ai bao cho các có của gì khi không là một nhiêu như những nào này sao thế trong tại và với đâu đã được ở
        """
    ),
}

UNMISTAKABLE = _words(
    """
    apakah bagaimana berapa combien cos'è cuál cuáles cuándo cuántas cuánto cuántos czyj când câți dlaczego dov'è dónde
    gdzie heeft hoeveel hogyan hva hvad hvem hvilken hvilket hvordan hvorfor hvornår kapan kaç kde kdy kenapa kiedy
    kimdir kiminle kimle kolik který która który kuka melyik mengapa mikor miksi mikä milloin missä mitä miért nasıl
    neden nedir nerede neyi niçin où paljonko perchè perché porquê pourquoi proč qu'est-ce quais quantas quantos quel
    quelle quelles quels quem quién quiénes siapa unde vad varför vem vilken vilket waarom wanneer warum welche welcher
    welches weshalb wessen wiens wieso wieviel woher wohin înseamnă
    """
)
"""Question words, mostly, that are neither English nor a name: one of them is enough."""
