/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who belongs to a committee, who may speak in it, and what is said to a draft:
 * a row for each way in which such an act can be wrong, and the ways beside it
 * that are right. Usage: test_committee_people FOLDER_OF_TEST_PROCESS
 */
#include "support/cases.h"
#include "support/life.h"

#include <stdio.h>

static const char *processes;

#define A "'" LIFE_DIGEST_A "'"
#define B "'" LIFE_DIGEST_B "'"
#define LATER "'2026-02-01T00:00:00Z'"

/* Four members o-2 to o-5 with delegates m-2 to m-5; o-2 and o-3 in the open group g-1. */
#define FOREIGN "m-1 organisation.admitted {'id':'o-f','name':{'en':'F'},'origin':'foreign'}\n"
#define INVESTED \
    "m-1 organisation.admitted {'id':'o-i','name':{'en':'I'},'origin':'foreign-invested'}\n"
#define F_PERSON "m-1 person.registered {'id':'p-f','organisation':'o-f','profile':" A "}\n"
#define F_DELEGATE "m-1 mandate.granted {'id':'m-f','kind':'delegate','person':'p-f'}\n"
#define F_MEMBER "m-1 membership.granted {'id':'ms-f','organisation':'o-f'}\n"
#define F_ALL FOREIGN F_PERSON F_DELEGATE
#define SECOND "m-1 person.registered {'id':'p-x','organisation':'o-3','profile':" A "}\n"
#define CLOSED(admits)                                                                        \
    "m-1 group.opened {'id':'WG3','name':{'en':'Ciphers'},'access':'closed','admits':" admits \
    ",'reason':'State secrets'}\n"
#define EXPERT SECOND "m-3 mandate.granted {'id':'m-x','kind':'expert','person':'p-x'}\n"
#define PROXY(id, person, giver, who)                                                          \
    who " mandate.granted {'id':'" id "','kind':'proxy','person':'" person "','project':'P-1'" \
        ",'ballot':'b-1','for_organisation':'" giver "'}\n"
#define PROXY_DATA(person, giver)       \
    "{'kind':'proxy','person':'" person \
    "','project':'P-1','ballot':'b-1','for_organisation':'" giver "'}"

#define PROPOSED "m-2 project.proposed {'title':{'en':'T'},'process':'TEST','lead':'o-2'}\n"
#define DRAFT "m-2 draft.posted {'file':" A ",'clauses':['1','2']}\n"
#define OUT PROPOSED DRAFT "m-1 comments.opened {}\n"
#define ASKED                                                               \
    PROPOSED DRAFT "m-2 stage.entered {'to':'asked'}\nm-1 comments.opened " \
                   "{'closes':'2026-01-20T00:00:00Z'}\n"
#define COMMENT "m-3 comment.filed {'type':'te','language':'en','clause':'1','object':" A "}\n"
#define SAY "'type':'te','language':'zh','object':" A
#define ACCEPT "m-2 disposition.set {'comment':'c-1','decision':'accepted'}\n"

/* The project is of a closed group, in which o-2 and o-3 are. */
#define OF_WG3                                                          \
    CLOSED("['domestic']")                                              \
    "m-1 group.invited {'group':'WG3','organisation':'o-2'}\n"          \
    "m-1 group.invited {'group':'WG3','organisation':'o-3'}\n"          \
    "m-2 membership.granted {'organisation':'o-2','body':'WG3'}\n"      \
    "m-3 membership.granted {'organisation':'o-3','body':'WG3'}\n"      \
    "m-2 project.proposed {'title':{'en':'T'},'process':'TEST','lead':" \
    "'o-2','group':'WG3'}\n"
#define INSIDE OF_WG3 DRAFT "m-1 comments.opened {}\n"
#define INSIDE_ASKED                                                      \
    OF_WG3 DRAFT "m-2 stage.entered {'to':'asked'}\nm-1 comments.opened " \
                 "{'closes':'2026-01-20T00:00:00Z'}\n"

struct row {
    const char *name;
    const char *before; /* acts that have to be done */
    const char *who, *type, *data;
    enum refusal_code code; /* REFUSED_NOT: it is done */
    const char *rule;
};

static const struct row rows[] = {
    /* ---- the committee ---- */
    {"a committee opens once", "", "m-1", "committee.opened",
     "{'id':'tc-1','key':'test.example/tc-1+12345678+AAAA','languages':['zh'],'name':{'en':'C'},"
     "'organisation':{'name':{'en':'O'},'origin':'domestic'},'person':{'profile':" A
     "},'record':'test.example/tc-1'}",
     REFUSED_REPEATED, "committee.opened"},
    {"a key of another record", "", "m-1", "key.rotated",
     "{'old':'test.example/tc-1+12345678+AAAA','new':'other.example+12345678+BBBB','accepted':'x'"
     ",'signature':'x'}",
     REFUSED_SHAPE, "key.name"},
    {"a key without its hash", "", "m-1", "key.rotated",
     "{'old':'test.example/tc-1+12345678+AAAA','new':'test.example/tc-1+1234567+BBBB','accepted'"
     ":'x','signature':'x'}",
     REFUSED_SHAPE, "key.name"},
    {"a key whose hash is in capitals", "", "m-1", "key.rotated",
     "{'old':'test.example/tc-1+12345678+AAAA','new':'test.example/tc-1+1234567A+BBBB','accepted'"
     ":'x','signature':'x'}",
     REFUSED_SHAPE, "key.name"},
    {"a key without a key", "", "m-1", "key.rotated",
     "{'old':'test.example/tc-1+12345678+AAAA','new':'test.example/tc-1+12345678+','accepted':'x'"
     ",'signature':'x'}",
     REFUSED_SHAPE, "key.name"},
    {"a key once more", "", "m-1", "key.rotated",
     "{'old':'test.example/tc-1+12345678+AAAA','new':'test.example/tc-1+12345678+AAAA','accepted'"
     ":'x','signature':'x'}",
     REFUSED_REPEATED, "key.used"},
    {"a key in place of one that does not sign", "", "m-1", "key.rotated",
     "{'old':'test.example/tc-1+12345678+CCCC','new':'test.example/tc-1+12345678+BBBB','accepted'"
     ":'x','signature':'x'}",
     REFUSED_SHAPE, "key.old"},
    {"a key by a member", "", "m-3", "key.rotated",
     "{'old':'test.example/tc-1+12345678+AAAA','new':'test.example/tc-1+12345678+BBBB','accepted'"
     ":'x','signature':'x'}",
     REFUSED_ROLE, "mandate.kind"},
    {"another key", "", "m-1", "key.rotated",
     "{'old':'test.example/tc-1+12345678+AAAA','new':'test.example/tc-1+12345678+BBBB','accepted'"
     ":'x','signature':'x'}",
     REFUSED_NOT, ""},
    {"a process that is none", "", "m-1", "process.adopted", "{'process':{'id':'P'}}",
     REFUSED_SHAPE, "process.shape"},
    {"a process by a member", "", "m-3", "process.adopted", "{'process':{'id':'P'}}", REFUSED_ROLE,
     "mandate.kind"},
    {"a process with a fraction in it", "", "m-1", "process.adopted", "{'process':{'id':1.5}}",
     REFUSED_SHAPE, "process.shape"},

    /* ---- organisations and persons ---- */
    {"an organisation by a member", "", "m-3", "organisation.admitted",
     "{'name':{'en':'N'},'origin':'domestic'}", REFUSED_ROLE, "mandate.kind"},
    {"an organisation by the chair", "", "m-chair", "organisation.admitted",
     "{'name':{'en':'N'},'origin':'domestic'}", REFUSED_ROLE, "mandate.kind"},
    {"an id that is taken", "", "m-1", "organisation.admitted",
     "{'id':'o-2','name':{'en':'N'},'origin':'domestic'}", REFUSED_TAKEN, "id.taken"},
    {"an id of the series out of turn", "", "m-1", "organisation.admitted",
     "{'id':'o-9','name':{'en':'N'},'origin':'domestic'}", REFUSED_SHAPE, "id.series"},
    {"the committee's own id", "", "m-1", "group.opened",
     "{'id':'committee','name':{'en':'N'},'access':'open'}", REFUSED_TAKEN, "id.taken"},
    {"an id with a zero in front is nobody's", "", "m-1", "organisation.admitted",
     "{'id':'o-09','name':{'en':'N'},'origin':'domestic'}", REFUSED_NOT, ""},
    {"an id of another series is nobody's", "", "m-1", "organisation.admitted",
     "{'id':'p-9','name':{'en':'N'},'origin':'domestic'}", REFUSED_NOT, ""},
    {"a country in small letters", "", "m-1", "organisation.admitted",
     "{'name':{'en':'N'},'origin':'domestic','country':'de'}", REFUSED_SHAPE,
     "organisation.country"},
    {"a country of three letters", "", "m-1", "organisation.changed",
     "{'organisation':'o-2','country':'DEU'}", REFUSED_SHAPE, "organisation.country"},
    {"a change of nothing", "", "m-1", "organisation.changed", "{'organisation':'o-2'}",
     REFUSED_SHAPE, "organisation.change"},
    {"a change of nobody", "", "m-1", "organisation.changed",
     "{'organisation':'o-99','name':{'en':'N'}}", REFUSED_UNKNOWN, "organisation.unknown"},
    {"a change by the organisation", "", "m-2", "organisation.changed",
     "{'organisation':'o-2','weight':29}", REFUSED_ROLE, "mandate.kind"},
    {"a person of nobody", "", "m-1", "person.registered",
     "{'organisation':'o-99','profile':" A "}", REFUSED_UNKNOWN, "organisation.unknown"},
    {"a person of another organisation", "", "m-2", "person.registered",
     "{'organisation':'o-3','profile':" A "}", REFUSED_ROLE, "person.organisation"},
    {"a person by an expert", EXPERT, "m-x", "person.registered",
     "{'organisation':'o-3','profile':" A "}", REFUSED_ROLE, "mandate.kind"},
    {"a person of one's own", "", "m-2", "person.registered",
     "{'organisation':'o-2','profile':" A "}", REFUSED_NOT, ""},

    /* ---- mandates ---- */
    {"the secretary gives the first delegate", FOREIGN F_PERSON, "m-1", "mandate.granted",
     "{'kind':'delegate','person':'p-f'}", REFUSED_NOT, ""},
    {"the secretary gives a second delegate", SECOND, "m-1", "mandate.granted",
     "{'kind':'delegate','person':'p-x'}", REFUSED_ROLE, "mandate.granter"},
    {"the secretary gives one for a group while there is one for the committee", SECOND, "m-1",
     "mandate.granted", "{'kind':'delegate','person':'p-x','body':'g-1'}", REFUSED_ROLE,
     "mandate.granter"},
    {"the secretary gives one where the only one begins later",
     FOREIGN F_PERSON "m-1 mandate.granted {'kind':'delegate','person':'p-f','from':" LATER "}\n"
                      "m-1 person.registered {'id':'p-g','organisation':'o-f','profile':" A "}\n",
     "m-1", "mandate.granted", "{'kind':'delegate','person':'p-g'}", REFUSED_ROLE,
     "mandate.granter"},
    {"the secretary gives one after the last is over",
     FOREIGN F_PERSON "m-1 mandate.granted {'kind':'delegate','person':'p-f','until':" LATER "}\n"
                      "+40\n",
     "m-1", "mandate.granted", "{'kind':'delegate','person':'p-f'}", REFUSED_NOT, ""},
    {"the secretary gives an alternate", SECOND, "m-1", "mandate.granted",
     "{'kind':'alternate','person':'p-x'}", REFUSED_ROLE, "mandate.kind"},
    {"the chair gives the first delegate", FOREIGN F_PERSON, "m-chair", "mandate.granted",
     "{'kind':'delegate','person':'p-f'}", REFUSED_ROLE, "mandate.kind"},
    {"another's delegate gives one", SECOND, "m-2", "mandate.granted",
     "{'kind':'alternate','person':'p-x'}", REFUSED_ROLE, "mandate.granter"},
    {"an alternate gives one",
     SECOND "m-3 mandate.granted {'id':'m-x','kind':'alternate','person'"
            ":'p-x'}\n",
     "m-x", "mandate.granted", "{'kind':'expert','person':'p-x'}", REFUSED_ROLE, "mandate.kind"},
    {"one's own delegate gives a second delegate", SECOND, "m-3", "mandate.granted",
     "{'kind':'delegate','person':'p-x'}", REFUSED_NOT, ""},
    {"a mandate for nobody", "", "m-3", "mandate.granted", "{'kind':'expert','person':'p-99'}",
     REFUSED_UNKNOWN, "person.unknown"},
    {"a mandate for a person of another", "", "m-3", "mandate.granted",
     "{'kind':'expert','person':'p-2','organisation':'o-3'}", REFUSED_SHAPE, "person.organisation"},
    {"a mandate for an organisation that is none", "", "m-3", "mandate.granted",
     "{'kind':'expert','person':'p-2','organisation':'o-99'}", REFUSED_UNKNOWN,
     "organisation.unknown"},
    {"a mandate in a group that is none", "", "m-3", "mandate.granted",
     "{'kind':'expert','person':'p-3','body':'g-9'}", REFUSED_UNKNOWN, "group.unknown"},
    {"a mandate in a group that has ended", "m-1 group.closed {'group':'g-1'}\n", "m-3",
     "mandate.granted", "{'kind':'expert','person':'p-3','body':'g-1'}", REFUSED_UNKNOWN,
     "group.unknown"},
    {"a chair of a group", "", "m-1", "mandate.granted",
     "{'kind':'chair','person':'p-3','body':'g-1'}", REFUSED_SHAPE, "mandate.shape"},
    {"a convenor of the committee", "", "m-1", "mandate.granted",
     "{'kind':'convenor','person':'p-3'}", REFUSED_SHAPE, "mandate.shape"},
    {"a chair by a member", "", "m-3", "mandate.granted", "{'kind':'chair','person':'p-3'}",
     REFUSED_ROLE, "mandate.kind"},
    {"a secretary by the chair", "", "m-chair", "mandate.granted",
     "{'kind':'secretary','person':'p-3'}", REFUSED_NOT, ""},
    {"a delegate that names a ballot", SECOND, "m-3", "mandate.granted",
     "{'kind':'expert','person':'p-x','ballot':'b-1'}", REFUSED_SHAPE, "mandate.shape"},
    {"a mandate that ends before it begins", SECOND, "m-3", "mandate.granted",
     "{'kind':'expert','person':'p-x','from':'2026-03-01T00:00:00Z','until':" LATER "}",
     REFUSED_SHAPE, "dates.order"},
    {"a mandate that ends as it begins", SECOND, "m-3", "mandate.granted",
     "{'kind':'expert','person':'p-x','from':" LATER ",'until':" LATER "}", REFUSED_SHAPE,
     "dates.order"},
    {"a mandate that is over when it is given", SECOND "+40\n", "m-3", "mandate.granted",
     "{'kind':'expert','person':'p-x','from':'2026-01-01T00:00:00Z','until':" LATER "}",
     REFUSED_LATE, "dates.past"},
    {"a mandate from long ago", SECOND, "m-3", "mandate.granted",
     "{'kind':'expert','person':'p-x','from':'2020-01-01T00:00:00Z'}", REFUSED_NOT, ""},
    {"the same mandate twice", EXPERT, "m-3", "mandate.granted", "{'kind':'expert','person':'p-x'}",
     REFUSED_REPEATED, "mandate.once"},
    {"the same mandate after the first is over",
     SECOND "m-3 mandate.granted {'kind':'expert','person':'p-x','until':" LATER "}\n+40\n", "m-3",
     "mandate.granted", "{'kind':'expert','person':'p-x'}", REFUSED_NOT, ""},
    {"an id of a mandate that is taken", SECOND, "m-3", "mandate.granted",
     "{'id':'m-2','kind':'expert','person':'p-x'}", REFUSED_TAKEN, "id.taken"},
    {"before a mandate begins",
     SECOND "m-3 mandate.granted {'id':'m-x','kind':'delegate','person':'p-x','from':" LATER "}\n",
     "m-x", "person.registered", "{'organisation':'o-3','profile':" A "}", REFUSED_MANDATE,
     "mandate.dates"},
    {"on the day a mandate begins",
     SECOND "m-3 mandate.granted {'id':'m-x','kind':'delegate','person':'p-x','from':" LATER "}\n"
            "+31\n",
     "m-x", "person.registered", "{'organisation':'o-3','profile':" A "}", REFUSED_NOT, ""},
    {"after a mandate is over",
     SECOND "m-3 mandate.granted {'id':'m-x','kind':'delegate','person':'p-x','until':" LATER "}\n"
            "+31\n",
     "m-x", "person.registered", "{'organisation':'o-3','profile':" A "}", REFUSED_MANDATE,
     "mandate.dates"},

    /* ---- proxies ---- */
    {"a proxy that does not say for whom", "", "m-3", "mandate.granted",
     "{'kind':'proxy','person':'p-4','project':'P-1','ballot':'b-1'}", REFUSED_SHAPE,
     "proxy.shape"},
    {"a proxy without a ballot", "", "m-3", "mandate.granted",
     "{'kind':'proxy','person':'p-4','project':'P-1','for_organisation':'o-3'}", REFUSED_SHAPE,
     "proxy.shape"},
    {"a proxy for oneself", "", "m-3", "mandate.granted", PROXY_DATA("p-3", "o-3"), REFUSED_SHAPE,
     "proxy.shape"},
    {"a proxy of nobody", "", "m-3", "mandate.granted", PROXY_DATA("p-4", "o-99"), REFUSED_UNKNOWN,
     "organisation.unknown"},
    {"a proxy taken, not given", "", "m-4", "mandate.granted", PROXY_DATA("p-4", "o-3"),
     REFUSED_ROLE, "mandate.granter"},
    {"a proxy by the secretary", "", "m-1", "mandate.granted", PROXY_DATA("p-4", "o-3"),
     REFUSED_ROLE, "mandate.kind"},
    {"a proxy given twice", PROXY("m-x", "p-4", "o-3", "m-3"), "m-3", "mandate.granted",
     PROXY_DATA("p-5", "o-3"), REFUSED_REPEATED, "proxy.once"},
    {"a proxy given anew",
     PROXY("m-x", "p-4", "o-3", "m-3") "m-3 mandate.ended {'mandate':'m-x'}\n", "m-3",
     "mandate.granted", PROXY_DATA("p-5", "o-3"), REFUSED_NOT, ""},
    {"as many proxies as one may hold",
     F_ALL PROXY("m-x", "p-5", "o-2", "m-2") PROXY("m-y", "p-5", "o-3", "m-3")
         PROXY("m-z", "p-5", "o-4", "m-4"),
     "m-f", "mandate.granted", PROXY_DATA("p-5", "o-f"), REFUSED_RULE, "proxy.limit"},
    {"a proxy files no comment", OUT PROXY("m-x", "p-4", "o-3", "m-3"), "m-x", "comment.filed",
     "{" SAY "}", REFUSED_ROLE, "mandate.kind"},

    /* ---- mandates end ---- */
    {"no such mandate ends", "", "m-1", "mandate.ended", "{'mandate':'m-99'}", REFUSED_UNKNOWN,
     "mandate.unknown"},
    {"a mandate ends twice", EXPERT "m-3 mandate.ended {'mandate':'m-x'}\n", "m-3", "mandate.ended",
     "{'mandate':'m-x'}", REFUSED_REPEATED, "mandate.ended"},
    {"a mandate that is over ends",
     SECOND "m-3 mandate.granted {'id':'m-x','kind':'expert','person':'p-x','until':" LATER "}\n"
            "+40\n",
     "m-3", "mandate.ended", "{'mandate':'m-x'}", REFUSED_REPEATED, "mandate.ended"},
    {"the secretary ends a delegate's mandate", "", "m-1", "mandate.ended", "{'mandate':'m-3'}",
     REFUSED_ROLE, "mandate.document"},
    {"the secretary does so with the organisation's paper", "", "m-1", "mandate.ended",
     "{'mandate':'m-3','document':" A "}", REFUSED_NOT, ""},
    {"another's delegate ends it", "", "m-2", "mandate.ended", "{'mandate':'m-3'}", REFUSED_ROLE,
     "mandate.ender"},
    {"an expert ends the delegate's", EXPERT, "m-x", "mandate.ended", "{'mandate':'m-3'}",
     REFUSED_ROLE, "mandate.ender"},
    {"the holder lays it down", EXPERT, "m-x", "mandate.ended", "{'mandate':'m-x'}", REFUSED_NOT,
     ""},
    {"a member ends the chair's", "", "m-3", "mandate.ended", "{'mandate':'m-chair'}", REFUSED_ROLE,
     "mandate.kind"},
    {"the giver takes a proxy back", PROXY("m-x", "p-4", "o-3", "m-3"), "m-3", "mandate.ended",
     "{'mandate':'m-x'}", REFUSED_NOT, ""},
    {"the last secretary goes", "", "m-1", "mandate.ended", "{'mandate':'m-1'}", REFUSED_OPEN,
     "committee.secretary"},
    {"the last secretary goes, another one only has a term",
     "m-1 mandate.granted {'kind':'secretary','person':'p-3','until':" LATER "}\n", "m-1",
     "mandate.ended", "{'mandate':'m-1'}", REFUSED_OPEN, "committee.secretary"},
    {"the last secretary goes, another one begins later",
     "m-1 mandate.granted {'kind':'secretary','person':'p-3','from':" LATER "}\n", "m-1",
     "mandate.ended", "{'mandate':'m-1'}", REFUSED_OPEN, "committee.secretary"},
    {"a secretary goes, another one stays",
     "m-1 mandate.granted {'kind':'secretary','person':'p-3'}\n", "m-1", "mandate.ended",
     "{'mandate':'m-1'}", REFUSED_NOT, ""},

    /* ---- memberships ---- */
    {"a membership of nobody", "", "m-1", "membership.granted", "{'organisation':'o-99'}",
     REFUSED_UNKNOWN, "organisation.unknown"},
    {"a membership by a member", FOREIGN, "m-2", "membership.granted", "{'organisation':'o-f'}",
     REFUSED_ROLE, "mandate.kind"},
    {"into the committee by oneself", F_ALL, "m-f", "membership.granted", "{'organisation':'o-f'}",
     REFUSED_ROLE, "mandate.kind"},
    {"a membership in a group that is none", "", "m-1", "membership.granted",
     "{'organisation':'o-4','body':'g-9'}", REFUSED_UNKNOWN, "group.unknown"},
    {"a membership twice", "", "m-1", "membership.granted", "{'organisation':'o-3'}",
     REFUSED_REPEATED, "membership.once"},
    {"a membership as observer beside the other", "", "m-1", "membership.granted",
     "{'organisation':'o-3','role':'observer'}", REFUSED_REPEATED, "membership.once"},
    {"a person that is the member, of another", "", "m-1", "membership.granted",
     "{'organisation':'o-3','person':'p-2'}", REFUSED_SHAPE, "person.organisation"},
    {"a person that is the member", "", "m-1", "membership.granted",
     "{'organisation':'o-3','person':'p-3'}", REFUSED_NOT, ""},
    {"a membership that ends before it begins", FOREIGN, "m-1", "membership.granted",
     "{'organisation':'o-f','from':'2026-03-01T00:00:00Z','until':" LATER "}", REFUSED_SHAPE,
     "dates.order"},
    {"the secretary confirms for the member", F_ALL F_MEMBER, "m-1", "membership.confirmed",
     "{'membership':'ms-f'}", REFUSED_ROLE, "membership.own"},
    {"another member confirms", F_ALL F_MEMBER, "m-2", "membership.confirmed",
     "{'membership':'ms-f'}", REFUSED_ROLE, "membership.own"},
    {"an expert of the member confirms",
     F_ALL F_MEMBER "m-1 person.registered {'id':'p-g','organisation':'o-f','profile':" A "}\n"
                    "m-f mandate.granted {'id':'m-g','kind':'expert','person':'p-g'}\n",
     "m-g", "membership.confirmed", "{'membership':'ms-f'}", REFUSED_ROLE, "membership.own"},
    {"a delegate for a group confirms the committee's",
     FOREIGN F_PERSON F_MEMBER
     "m-1 mandate.granted {'id':'m-f','kind':'delegate','person':'p-f','body':'g-1'}\n",
     "m-f", "membership.confirmed", "{'membership':'ms-f'}", REFUSED_ROLE, "mandate.body"},
    {"the member confirms", F_ALL F_MEMBER, "m-f", "membership.confirmed", "{'membership':'ms-f'}",
     REFUSED_NOT, ""},
    {"the person that is the member confirms, under any mandate",
     F_ALL "m-1 person.registered {'id':'p-g','organisation':'o-f','profile':" A "}\n"
           "m-f mandate.granted {'id':'m-g','kind':'expert','person':'p-g'}\n"
           "m-1 membership.granted {'id':'ms-g','organisation':'o-f','person':'p-g'}\n",
     "m-g", "membership.confirmed", "{'membership':'ms-g'}", REFUSED_NOT, ""},
    {"confirmed twice", F_ALL F_MEMBER "m-f membership.confirmed {'membership':'ms-f'}\n", "m-f",
     "membership.confirmed", "{'membership':'ms-f'}", REFUSED_REPEATED, "membership.confirmed"},
    {"no such membership is confirmed", "", "m-2", "membership.confirmed", "{'membership':'ms-99'}",
     REFUSED_UNKNOWN, "membership.unknown"},
    {"a membership that is over is confirmed",
     F_ALL F_MEMBER "m-1 membership.ended {'membership':'ms-f','reason':'a mistake'}\n", "m-f",
     "membership.confirmed", "{'membership':'ms-f'}", REFUSED_LATE, "membership.ended"},
    {"put out without a reason", F_ALL F_MEMBER, "m-1", "membership.ended", "{'membership':'ms-f'}",
     REFUSED_SHAPE, "membership.reason"},
    {"put out by another member", F_ALL F_MEMBER, "m-2", "membership.ended",
     "{'membership':'ms-f','reason':'unwelcome'}", REFUSED_ROLE, "mandate.kind"},
    {"a member leaves", F_ALL F_MEMBER, "m-f", "membership.ended", "{'membership':'ms-f'}",
     REFUSED_NOT, ""},

    /* ---- groups ---- */
    {"a group by a member", "", "m-2", "group.opened", "{'name':{'en':'G'},'access':'open'}",
     REFUSED_ROLE, "mandate.kind"},
    {"a closed group that admits nobody", "", "m-1", "group.opened",
     "{'name':{'en':'G'},'access':'closed'}", REFUSED_SHAPE, "group.admits"},
    {"a closed group with an empty list", "", "m-1", "group.opened",
     "{'name':{'en':'G'},'access':'closed','admits':[]}", REFUSED_SHAPE, "group.admits"},
    {"an open group that admits some", "", "m-1", "group.changed",
     "{'group':'g-1','access':'open','admits':['domestic']}", REFUSED_SHAPE, "group.admits"},
    {"access to no group", "", "m-1", "group.changed", "{'group':'g-9','access':'open'}",
     REFUSED_UNKNOWN, "group.unknown"},
    {"access to a group that has ended", "m-1 group.closed {'group':'g-1'}\n", "m-1",
     "group.changed", "{'group':'g-1','access':'open'}", REFUSED_GROUP, "group.closed"},
    {"a group ends twice", "m-1 group.closed {'group':'g-1'}\n", "m-1", "group.closed",
     "{'group':'g-1'}", REFUSED_GROUP, "group.closed"},
    {"joining an open group", "", "m-4", "membership.granted",
     "{'organisation':'o-4','body':'g-1'}", REFUSED_NOT, ""},
    {"joining an open group for another", "", "m-4", "membership.granted",
     "{'organisation':'o-5','body':'g-1'}", REFUSED_ROLE, "mandate.kind"},
    {"joining a group that has ended", "m-1 group.closed {'group':'g-1'}\n", "m-4",
     "membership.granted", "{'organisation':'o-4','body':'g-1'}", REFUSED_UNKNOWN, "group.unknown"},
    {"a foreign firm joins a group for domestic ones", F_ALL CLOSED("['domestic']"), "m-f",
     "membership.granted", "{'organisation':'o-f','body':'WG3'}", REFUSED_GROUP, "group.access"},
    {"the secretary puts it in", F_ALL CLOSED("['domestic']"), "m-1", "membership.granted",
     "{'organisation':'o-f','body':'WG3'}", REFUSED_GROUP, "group.access"},
    {"it is invited", F_ALL CLOSED("['domestic']"), "m-1", "group.invited",
     "{'group':'WG3','organisation':'o-f'}", REFUSED_GROUP, "group.access"},
    {"a domestic firm joins without being invited", CLOSED("['domestic']"), "m-3",
     "membership.granted", "{'organisation':'o-3','body':'WG3'}", REFUSED_GROUP,
     "group.invitation"},
    {"a domestic firm is invited and joins",
     CLOSED("['domestic']") "m-1 group.invited {'group':'WG3','organisation':'o-3'}\n", "m-3",
     "membership.granted", "{'organisation':'o-3','body':'WG3'}", REFUSED_NOT, ""},
    {"invited, but the group was closed to its origin since",
     F_ALL CLOSED("['foreign']") "m-1 group.invited {'group':'WG3','organisation':'o-f'}\n"
                                 "m-1 group.changed {'group':'WG3','access':'closed','admits':["
                                 "'domestic','foreign-invested']}\n",
     "m-f", "membership.granted", "{'organisation':'o-f','body':'WG3'}", REFUSED_GROUP,
     "group.access"},
    {"not invited, but the group was opened since",
     F_ALL CLOSED("['domestic']") "m-1 group.changed {'group':'WG3','access':'open'}\n", "m-f",
     "membership.granted", "{'organisation':'o-f','body':'WG3'}", REFUSED_NOT, ""},
    {"invited twice",
     CLOSED("['domestic']") "m-1 group.invited {'group':'WG3','organisation':'o-3'}\n", "m-1",
     "group.invited", "{'group':'WG3','organisation':'o-3'}", REFUSED_REPEATED, "group.invited"},
    {"nobody is invited", CLOSED("['domestic']"), "m-1", "group.invited",
     "{'group':'WG3','organisation':'o-99'}", REFUSED_UNKNOWN, "organisation.unknown"},
    {"invited by the convenor of another group", CLOSED("['domestic']"), "m-convenor",
     "group.invited", "{'group':'WG3','organisation':'o-3'}", REFUSED_ROLE, "mandate.body"},

    /* ---- comments ---- */
    {"a comment before there is a draft", PROPOSED, "m-3", "comment.filed", "{" SAY "}",
     REFUSED_STAGE, "comment.period"},
    {"a comment before the period", PROPOSED DRAFT, "m-3", "comment.filed", "{" SAY "}",
     REFUSED_STAGE, "comment.period"},
    {"a comment after the period", OUT "+20\n", "m-3", "comment.filed", "{" SAY "}", REFUSED_LATE,
     "comment.period"},
    {"a comment in the last second of the period", OUT "+19\n", "m-3", "comment.filed", "{" SAY "}",
     REFUSED_NOT, ""},
    {"a comment at a stage without them", PROPOSED DRAFT "m-1 stage.entered {'to':'quiet'}\n",
     "m-3", "comment.filed", "{" SAY "}", REFUSED_STAGE, "quiet.acts"},
    {"a comment on another draft", OUT DRAFT, "m-3", "comment.filed", "{'draft':'d-2'," SAY "}",
     REFUSED_STAGE, "comment.draft"},
    {"a comment on no draft", OUT, "m-3", "comment.filed", "{'draft':'d-9'," SAY "}", REFUSED_STAGE,
     "comment.draft"},
    {"a comment on no clause", OUT, "m-3", "comment.filed", "{'clause':'3'," SAY "}",
     REFUSED_UNKNOWN, "clause.unknown"},
    {"a comment on the whole", OUT, "m-3", "comment.filed", "{" SAY "}", REFUSED_NOT, ""},
    {"a comment on what a closed group works on, from outside", INSIDE, "m-4", "comment.filed",
     "{" SAY "}", REFUSED_GROUP, "group.closed"},
    {"the same by a member of the group", INSIDE, "m-3", "comment.filed", "{" SAY "}", REFUSED_NOT,
     ""},
    {"the same where the public is asked", INSIDE_ASKED, "m-4", "comment.filed", "{" SAY "}",
     REFUSED_NOT, ""},
    {"a comment by an expert", OUT EXPERT, "m-x", "comment.filed", "{" SAY "}", REFUSED_ROLE,
     "mandate.kind"},
    {"a comment by the secretary", OUT, "m-1", "comment.filed", "{" SAY "}", REFUSED_ROLE,
     "mandate.kind"},
    {"a comment by who is no member", OUT F_ALL, "m-f", "comment.filed", "{" SAY "}", REFUSED_ROLE,
     "membership.needed"},
    {"a comment by an observer",
     OUT F_ALL "m-1 membership.granted {'organisation':'o-f','role':'observer'}\n", "m-f",
     "comment.filed", "{" SAY "}", REFUSED_NOT, ""},
    {"a comment by a member that has left",
     OUT F_ALL F_MEMBER "m-f membership.ended {'membership':'ms-f'}\n", "m-f", "comment.filed",
     "{" SAY "}", REFUSED_ROLE, "membership.needed"},
    {"a comment under a mandate for a group",
     OUT SECOND "m-3 mandate.granted {'id':'m-x','kind':'delegate','person':'p-x','body':'g-1'}\n",
     "m-x", "comment.filed", "{" SAY "}", REFUSED_ROLE, "mandate.body"},
    {"a comment out of turn", OUT, "m-3", "comment.filed", "{'id':'c-2'," SAY "}", REFUSED_SHAPE,
     "id.series"},
    {"a comment by another name", OUT, "m-3", "comment.filed", "{'id':'mine'," SAY "}",
     REFUSED_SHAPE, "id.series"},
    {"a comment made of none", OUT, "m-3", "comment.filed", "{'consolidated':0," SAY "}",
     REFUSED_SHAPE, "comment.consolidated"},
    {"a comment made of too many", OUT, "m-3", "comment.filed", "{'consolidated':10001," SAY "}",
     REFUSED_SHAPE, "comment.consolidated"},
    {"the public where it is not asked", OUT, "m-1", "comment.filed", "{'public':true," SAY "}",
     REFUSED_STAGE, "work.public_comments"},
    {"the public where it is asked", ASKED, "m-1", "comment.filed", "{'public':true," SAY "}",
     REFUSED_NOT, ""},
    {"the public through a member", ASKED, "m-3", "comment.filed", "{'public':true," SAY "}",
     REFUSED_ROLE, "mandate.kind"},
    {"no such comment is withdrawn", OUT, "m-3", "comment.withdrawn", "{'comment':'c-1'}",
     REFUSED_UNKNOWN, "comment.unknown"},
    {"a comment of another is withdrawn", OUT COMMENT, "m-4", "comment.withdrawn",
     "{'comment':'c-1'}", REFUSED_ROLE, "comment.own"},
    {"the secretary withdraws a comment", OUT COMMENT, "m-1", "comment.withdrawn",
     "{'comment':'c-1'}", REFUSED_ROLE, "mandate.kind"},
    {"a comment of the public is withdrawn by a member",
     ASKED "m-1 comment.filed {'public':true," SAY "}\n", "m-3", "comment.withdrawn",
     "{'comment':'c-1'}", REFUSED_ROLE, "mandate.kind"},
    {"a comment of the public is withdrawn", ASKED "m-1 comment.filed {'public':true," SAY "}\n",
     "m-1", "comment.withdrawn", "{'comment':'c-1'}", REFUSED_NOT, ""},
    {"withdrawn twice", OUT COMMENT "m-3 comment.withdrawn {'comment':'c-1'}\n", "m-3",
     "comment.withdrawn", "{'comment':'c-1'}", REFUSED_LATE, "comment.withdrawn"},
    {"withdrawn after it was answered", OUT COMMENT ACCEPT, "m-3", "comment.withdrawn",
     "{'comment':'c-1'}", REFUSED_NOT, ""},

    /* ---- dispositions ---- */
    {"no such comment is answered", OUT, "m-2", "disposition.set",
     "{'comment':'c-1','decision':'accepted'}", REFUSED_UNKNOWN, "comment.unknown"},
    {"a withdrawn comment is answered", OUT COMMENT "m-3 comment.withdrawn {'comment':'c-1'}\n",
     "m-2", "disposition.set", "{'comment':'c-1','decision':'accepted'}", REFUSED_LATE,
     "comment.withdrawn"},
    {"answered by its own side", OUT COMMENT, "m-3", "disposition.set",
     "{'comment':'c-1','decision':'accepted'}", REFUSED_ROLE, "mandate.kind"},
    {"answered at a stage without answers", ASKED "m-3 comment.filed {" SAY "}\n", "m-1",
     "disposition.set", "{'comment':'c-1','decision':'accepted'}", REFUSED_STAGE, "asked.acts"},
    {"not accepted, without a reason", OUT COMMENT, "m-2", "disposition.set",
     "{'comment':'c-1','decision':'not-accepted'}", REFUSED_SHAPE, "disposition.reason"},
    {"partly, without a reason", OUT COMMENT, "m-2", "disposition.set",
     "{'comment':'c-1','decision':'partly'}", REFUSED_SHAPE, "disposition.reason"},
    {"noted, without a reason", OUT COMMENT, "m-2", "disposition.set",
     "{'comment':'c-1','decision':'noted'}", REFUSED_NOT, ""},
    {"decided to decide nothing", OUT COMMENT, "m-2", "disposition.set",
     "{'comment':'c-1','decision':'none'}", REFUSED_SHAPE, "event.shape"},
    {"the very same once more", OUT COMMENT ACCEPT, "m-1", "disposition.set",
     "{'comment':'c-1','decision':'accepted'}", REFUSED_REPEATED, "disposition.same"},
    {"another answer in its place", OUT COMMENT ACCEPT, "m-1", "disposition.set",
     "{'comment':'c-1','decision':'not-accepted','reason':" B "}", REFUSED_NOT, ""},
    {"applied in no draft", OUT COMMENT, "m-2", "disposition.set",
     "{'comment':'c-1','decision':'accepted','applied_in':'d-9'}", REFUSED_UNKNOWN,
     "draft.unknown"},
    {"applied in the draft that is commented", OUT COMMENT, "m-2", "disposition.set",
     "{'comment':'c-1','decision':'accepted','applied_in':'d-1'}", REFUSED_EARLY,
     "disposition.applied"},
    {"applied in a newer draft", OUT COMMENT DRAFT, "m-2", "disposition.set",
     "{'comment':'c-1','decision':'accepted','applied_in':'d-2'}", REFUSED_NOT, ""},
    {"not accepted, and yet applied", OUT COMMENT DRAFT, "m-2", "disposition.set",
     "{'comment':'c-1','decision':'not-accepted','reason':" A ",'applied_in':'d-2'}", REFUSED_SHAPE,
     "disposition.applied"},
};

static void
begin(struct life *l)
{
    life_open(l, &case_arena, &(struct life_founding){processes, "TEST", 4, false, NULL, 2});
}

static void
row_holds(void **state)
{
    const struct row *r = *state;
    struct life l;
    begin(&l);
    life_script(&l, r->before);
    if (r->code == REFUSED_NOT)
        life_must(&l, r->who, r->type, "%s", r->data);
    else
        life_refused(&l, r->code, r->rule, r->who, r->type, "%s", r->data);
    assert_true(r->code == REFUSED_NOT || l.refusal.zh.n > 0);
    life_replay(&l);
    life_close(&l);
}

/* ---- what a row cannot say -------------------------------------------------------------------*/

static bool
decide(struct life *l, struct actor by, const char *type, int64_t at, struct refusal *r)
{
    struct event ev = {.kind = event_kind_find(slice_str(type)),
                       .index = l->index,
                       .at = at,
                       .by = by,
                       .data = life_json(l->a, SL("{'group':'g-1'}"))};
    struct act_world w = {&l->committee, &l->project, l->now};
    return act_decide(l->a, &w, &ev, r);
}

static void
a_mandate_is_of_one_person(void **state)
{
    (void)state;
    struct life l;
    struct refusal r;
    begin(&l);
    assert_false(
        decide(&l, (struct actor){SL("o-1"), SL("p-2"), SL("m-1")}, "group.closed", l.now, &r));
    assert_true(slice_eq(r.rule, SL("mandate.holder")));
    assert_false(
        decide(&l, (struct actor){SL("o-2"), SL("p-1"), SL("m-1")}, "group.closed", l.now, &r));
    assert_int_equal(r.code, REFUSED_MANDATE);
    assert_true(
        decide(&l, (struct actor){SL("o-1"), SL("p-1"), SL("m-1")}, "group.closed", l.now, &r));
    life_close(&l);
}

static void
time_does_not_go_back(void **state)
{
    (void)state;
    const struct actor by = {SL("o-1"), SL("p-1"), SL("m-1")};
    struct life l;
    struct refusal r;
    begin(&l);
    assert_false(decide(&l, by, "group.closed", l.now - 1, &r));
    assert_int_equal(r.code, REFUSED_CLOCK);
    assert_true(slice_eq(r.rule, SL("record.clock")));
    assert_true(decide(&l, by, "group.closed", l.now, &r));
    life_close(&l);
}

static void
nothing_comes_before_the_opening(void **state)
{
    (void)state;
    struct life l = {.a = &case_arena, .now = LIFE_START};
    struct refusal r;
    committee_init(&l.committee, &l.committee_arena);
    project_init(&l.project, &l.project_arena);
    assert_false(
        decide(&l, (struct actor){SL("o-1"), SL("p-1"), SL("m-1")}, "group.closed", l.now, &r));
    assert_int_equal(r.code, REFUSED_STAGE);
    assert_true(slice_eq(r.rule, SL("committee.opened")));
    life_close(&l);
}

/* An act of the committee that names a project, and one of a project that names another. */
static void
acts_keep_to_their_stream(void **state)
{
    (void)state;
    const struct actor by = {SL("o-1"), SL("p-1"), SL("m-1")};
    struct life l;
    struct refusal r;
    begin(&l);
    life_script(&l, PROPOSED);
    struct act_world w = {&l.committee, &l.project, l.now};
    struct event ev = {.kind = event_kind_find(SL("group.closed")),
                       .index = l.index,
                       .at = l.now,
                       .by = by,
                       .project = SL("P-1"),
                       .data = life_json(l.a, SL("{'group':'g-1'}"))};
    assert_false(act_decide(l.a, &w, &ev, &r));
    assert_true(slice_eq(r.rule, SL("event.project")));
    ev.kind = event_kind_find(SL("comments.opened"));
    ev.project = SL("P-2");
    assert_false(act_decide(l.a, &w, &ev, &r));
    assert_int_equal(r.code, REFUSED_UNKNOWN);
    ev.project = (struct slice){0};
    assert_false(act_decide(l.a, &w, &ev, &r));
    assert_int_equal(r.code, REFUSED_SHAPE);
    life_close(&l);
}

#define FOUNDING                                                                              \
    "{'id':'tc-1','key':'t+12345678+AAAA','languages':[%s],'name':{'en':'C'},'organisation':" \
    "{'name':{'en':'O'},'origin':'domestic'},'person':{'profile':" A "},'record':'t'}"

/* What is filled in follows from a state; where there is none it is refused, not looked for. */
static void
nothing_is_filled_in_for_nobody(void **state)
{
    (void)state;
    struct life l;
    begin(&l);
    for (size_t i = 0; i < nevent_kinds; i++) {
        struct act_world w = {&l.committee, NULL, l.now};
        struct refusal r = {0};
        struct event ev = {.kind = event_kinds[i],
                           .index = l.index,
                           .at = l.now,
                           .by = {SL("o-1"), SL("p-1"), SL("m-1")},
                           .data = life_json(l.a, SL("{}"))};
        if (ev.kind->of_project)
            ev.project = SL("P-9");
        bool done = act_complete(&ev, l.a, &w, &r);
        if (ev.kind->of_project && !ev.kind->opens)
            assert_int_equal(r.code, REFUSED_UNKNOWN);
        assert_true(done || (r.en.n && r.zh.n));
        ev.data = NULL;
        ev.project = SL("");
        r = (struct refusal){0};
        assert_true(act_complete(&ev, l.a, &w, &r) || r.code != REFUSED_NOT);
    }
    life_close(&l);
}

static void
a_founder_cannot_take_ids_ahead(void **state)
{
    (void)state;
    struct life l = {.a = &case_arena, .now = LIFE_START};
    committee_init(&l.committee, &l.committee_arena);
    project_init(&l.project, &l.project_arena);
    life_refused(&l, REFUSED_SHAPE, "id.series", "m-7", "committee.opened", FOUNDING, "'zh'");
    life_refused(&l, REFUSED_SHAPE, "committee.languages", "m-1", "committee.opened", FOUNDING, "");
    life_must(&l, "m-1", "committee.opened", FOUNDING, "'zh'");
    life_close(&l);
}

/* The process of the event, with another id or digest beside it. */
static void
a_process_is_what_its_digest_says(void **state)
{
    (void)state;
    struct life l;
    begin(&l);
    const struct adopted *p = committee_process(&l.committee, SL("TEST"), (struct slice){0});
    struct event again = {0};
    struct err e = {0};
    assert_true(event_read(&again, l.a, l.leaves.v[1], &e));
    struct slice edition = p->process->edition;
    assert_true(slice_eq(again.data->members[0].key, SL("digest")));
    struct act_world w = {&l.committee, NULL, l.now};
    struct refusal r;
    again.at = l.now;
    assert_false(act_decide(l.a, &w, &again, &r));
    assert_true(slice_eq(r.rule, SL("process.adopted")));
    again.data->members[0].value.s = (const uint8_t *)LIFE_DIGEST_A;
    assert_false(act_decide(l.a, &w, &again, &r));
    assert_true(slice_eq(r.rule, SL("process.digest")));
    assert_true(edition.n > 0);
    life_close(&l);
}

/* An organisation cannot fill the committee's tables for ever. */
static void
mandates_are_limited(void **state)
{
    (void)state;
    struct life l;
    begin(&l);
    for (size_t i = 0; i < ORGANISATION_MANDATES_MAX - 1; i++) {
        life_must(&l, "m-3", "person.registered",
                  "{'id':'x%zu','organisation':'o-3','profile':" A "}", i);
        life_must(&l, "m-3", "mandate.granted", "{'kind':'expert','person':'x%zu'}", i);
    }
    life_refused(&l, REFUSED_RULE, "mandate.limit", "m-3", "mandate.granted",
                 "{'kind':'expert','person':'p-3'}");
    life_script(&l, "m-3 mandate.ended {'mandate':'m-6'}\n");
    life_must(&l, "m-3", "mandate.granted", "{'kind':'expert','person':'p-3'}");
    life_close(&l);
}

static void
memberships_are_limited(void **state)
{
    (void)state;
    struct life l;
    begin(&l);
    for (size_t i = 0; i < ORGANISATION_MEMBERSHIPS_MAX - 2; i++) {
        life_must(&l, "m-1", "group.opened", "{'id':'W%zu','name':{'en':'G'},'access':'open'}", i);
        life_must(&l, "m-3", "membership.granted", "{'organisation':'o-3','body':'W%zu'}", i);
    }
    life_must(&l, "m-1", "group.opened", "{'id':'last','name':{'en':'G'},'access':'open'}");
    life_refused(&l, REFUSED_RULE, "membership.limit", "m-3", "membership.granted",
                 "{'organisation':'o-3','body':'last'}");
    life_close(&l);
}

/* Claimed by the secretary, confirmed by the member; joined by an act of its own. */
static void
claims_and_confirmations(void **state)
{
    (void)state;
    struct life l;
    begin(&l);
    life_script(&l, F_ALL F_MEMBER);
    assert_false(committee_membership(&l.committee, SL("ms-f"))->confirmed);
    life_script(&l, "m-f membership.confirmed {'membership':'ms-f'}\n"
                    "m-f membership.granted {'id':'ms-g','organisation':'o-f','body':'g-1'}\n"
                    "m-1 membership.granted {'id':'ms-h','organisation':'o-4','body':'g-1'}\n");
    assert_true(committee_membership(&l.committee, SL("ms-f"))->confirmed);
    assert_true(committee_membership(&l.committee, SL("ms-g"))->confirmed);
    assert_false(committee_membership(&l.committee, SL("ms-h"))->confirmed);
    life_replay(&l);
    life_close(&l);
}

static bool
is_shut_out(const struct life *l, const char *group, const char *organisation,
            enum shut_out_why why)
{
    struct shut_outs out;
    const struct group *g = committee_group(&l->committee, slice_str(group));
    group_shut_outs(&out, l->a, &l->committee, g, l->now);
    for (size_t i = 0; i < out.n; i++)
        if (slice_eq(out.v[i].organisation->id, slice_str(organisation)))
            return out.v[i].why == why;
    return false;
}

/* Who stays outside of a closed group is listed, with the reason. */
static void
who_is_shut_out_is_visible(void **state)
{
    (void)state;
    struct life l;
    struct shut_outs out;
    begin(&l);
    life_script(&l, F_ALL F_MEMBER INVESTED CLOSED("['domestic','foreign-invested']"));
    life_script(&l, "m-1 group.invited {'group':'WG3','organisation':'o-3'}\n"
                    "m-1 group.invited {'group':'WG3','organisation':'o-2'}\n"
                    "m-2 membership.granted {'organisation':'o-2','body':'WG3'}\n");
    assert_true(is_shut_out(&l, "WG3", "o-f", SHUT_OUT_ORIGIN));
    assert_true(is_shut_out(&l, "WG3", "o-4", SHUT_OUT_NOT_INVITED));
    assert_false(is_shut_out(&l, "WG3", "o-3", SHUT_OUT_NOT_INVITED)); /* invited */
    assert_false(is_shut_out(&l, "WG3", "o-2", SHUT_OUT_NOT_INVITED)); /* a member of it */
    assert_false(is_shut_out(&l, "WG3", "o-i", SHUT_OUT_NOT_INVITED)); /* not of the committee */
    group_shut_outs(&out, l.a, &l.committee, committee_group(&l.committee, SL("g-1")), l.now);
    assert_int_equal(out.n, 0);
    life_close(&l);
}

static void
comments_are_counted(void **state)
{
    (void)state;
    struct life l;
    begin(&l);
    life_script(&l, OUT COMMENT COMMENT COMMENT);
    assert_int_equal(project_open_comments(&l.project), 3);
    life_script(&l, ACCEPT "m-3 comment.withdrawn {'comment':'c-2'}\n"
                           "m-3 comment.withdrawn {'comment':'c-1'}\n");
    assert_int_equal(project_open_comments(&l.project), 1);
    life_script(&l, "m-1 disposition.set {'comment':'c-3','decision':'noted'}\n"
                    "m-1 disposition.set {'comment':'c-3','decision':'accepted'}\n");
    assert_int_equal(project_open_comments(&l.project), 0);
    const struct comment *c = project_comment(&l.project, SL("c-3"));
    assert_int_equal(c->decision, DECISION_ACCEPTED);
    assert_true(slice_eq(c->organisation, SL("o-3")));
    assert_null(project_comment(&l.project, SL("c-4")));
    assert_null(project_comment(&l.project, SL("c-0")));
    assert_null(project_comment(&l.project, SL("c-01")));
    life_close(&l);
}

int
main(int argc, char **argv)
{
    processes = argc > 1 ? argv[1] : "tests/committee/processes";
    CASES_TABLE(rows, row_holds);
    CASES_TEST(a_mandate_is_of_one_person);
    CASES_TEST(time_does_not_go_back);
    CASES_TEST(nothing_comes_before_the_opening);
    CASES_TEST(acts_keep_to_their_stream);
    CASES_TEST(nothing_is_filled_in_for_nobody);
    CASES_TEST(a_founder_cannot_take_ids_ahead);
    CASES_TEST(a_process_is_what_its_digest_says);
    CASES_TEST(mandates_are_limited);
    CASES_TEST(memberships_are_limited);
    CASES_TEST(claims_and_confirmations);
    CASES_TEST(who_is_shut_out_is_visible);
    CASES_TEST(comments_are_counted);
    return cases_run("committee_people");
}
