"""Words that say nothing of what a text is about, in the languages that are read most.

In a large folder that is seen from how many articles a word stands in; these are for folders
that are too small to tell.
"""

from __future__ import annotations

_TEXT = """
the a an of and to in is that it was for on are as with his they at be this from have or by had
but what some we can out other were all your when up use how said each she which do their if will
way about many then them would so these her make him into has look two more go see no could my
than first been who its now did get come may over new after our most us also where why just only
while there still like you he not off too very because between before under against down through any
did does done used using says told say asked made make makes get got own same another much every
one two three four five six seven eight nine ten eleven twelve hundred thousand million first last
second next day days week weeks month months year years hour hours minute minutes time times per
der die das und ist nicht ein eine einer eines den dem des zu von mit auf im für sich auch es an
als bei aus nach wie wird werden hat sind war über oder aber noch nur um zum zur vom mehr sie wir
ich haben kann durch wenn
le la les un une et est en du dans que qui pour pas sur avec ce cette par plus il elle au aux se
son sa ses ne sont mais ou comme leur nous vous être fait
el los las una es por con para como más pero sus al lo del este esta son fue ha muy sin sobre
entre cuando todo ser ya también
os um uma não em da dos das ao mais foi pelo pela seu sua
il lo gli uno di che non per del della dei delle sono anche dal alla nel nella più
het een van dat niet zijn voor met door maar ook naar wordt werd bij uit
och att det som på är av för med till den inte om ett har
og til av ikke jeg det som på er med for at ikke
nie się na jest że do jak ale przez po od dla
se že na je do si jako ale pro při od
и в не на что с он как это по но из к за от для так же а у бы его был
ve bir bu için ile da de çok ne gibi daha
"""  # noqa: RUF001

EVERYDAY = frozenset(_TEXT.split())
