/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is refused in a project, and by which rule: a row for each way in which
 * its acts can be wrong. Usage: test_committee_refusals FOLDER_OF_TEST_PROCESS
 */
#include "support/cases.h"
#include "support/life.h"

#include <stdio.h>

static const char *processes;

#define A "'" LIFE_DIGEST_A "'"
#define B "'" LIFE_DIGEST_B "'"
#define PROPOSED                                                                      \
    "m-2 project.proposed {'title':{'en':'T'},'process':'TEST','lead':'o-2','group':" \
    "'g-1'}\n"
#define NO_GROUP "m-2 project.proposed {'title':{'en':'T'},'process':'TEST','lead':'o-2'}\n"
#define DRAFT "m-2 draft.posted {'file':" A ",'clauses':['1','2']}\n"
#define PERIOD "m-1 comments.opened {}\n"
#define COMMENT "m-3 comment.filed {'type':'te','language':'en','clause':'1','object':" A "}\n"
#define OPEN(rule) "m-1 ballot.opened {'rule_key':'" rule "'}\n"
#define YES(who, ballot) who " vote.cast {'ballot':'" ballot "','choice':'yes'}\n"
#define CLOSE(ballot) "m-1 ballot.closed {'ballot':'" ballot "'}\n"
#define ENTER(to) "m-1 stage.entered {'to':'" to "'}\n"
#define LEAD(to) "m-2 stage.entered {'to':'" to "'}\n"
#define SEAL "m-1 ballot.opened {'rule_key':'plain','sealed':true}\n"
#define READY                                                                             \
    PROPOSED "+30\n" DRAFT PERIOD "+20\nm-1 document.filed {'document':'paper','file':" A \
             "}\n" OPEN("plain") YES("m-2", "b-1") "+10\n" CLOSE(                         \
                 "b-1") "m-1 stage.entered {'to':'ready','reason':'done'}\n"
#define NUMBER "{'number':'T 1','in_force':'2027-01-01','languages':['en']}"
#define IN_FORCE READY "m-1 text.published " NUMBER "\n" ENTER("in-force")
/* The salt is LIFE_DIGEST_A; the commitment of {"ballot":"b-1","choice":"yes","project":"P-1",
 * "voter":"o-3"} with it is made in sealed_tests. */

static const struct row {
    const char *name;
    const char *before; /* acts that have to be done */
    const char *who, *type, *data;
    enum refusal_code code;
    const char *rule;
} rows[] = {
    /* ---- who acts ---- */
    {"no such mandate", PROPOSED, "m-99", "draft.posted", "{'file':" A ",'clauses':[]}",
     REFUSED_MANDATE, "mandate.unknown"},
    {"a mandate that has expired",
     PROPOSED "m-3 mandate.granted {'id':'m-x','kind':'expert','person':'p-3','until':"
              "'2026-01-03T00:00:00Z'}\n+5\n",
     "m-x", "draft.posted", "{'file':" A ",'clauses':[]}", REFUSED_MANDATE, "mandate.dates"},
    {"a mandate that was ended",
     PROPOSED "m-3 mandate.granted {'id':'m-x','kind':'alternate','person':'p-3'}\n" OPEN(
         "plain") "m-3 mandate.ended {'mandate':'m-x'}\n",
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'yes'}", REFUSED_MANDATE, "mandate.ended"},

    /* ---- projects ---- */
    {"a second project of that id", PROPOSED, "m-2", "project.proposed",
     "{'title':{'en':'T'},'process':'TEST','lead':'o-2'}", REFUSED_TAKEN, "project.taken"},
    {"a process that was not adopted", "", "m-2", "project.proposed",
     "{'title':{'en':'T'},'process':'OTHER','lead':'o-2'}", REFUSED_UNKNOWN, "process.adopted"},
    {"an old version of the process", "", "m-2", "project.proposed",
     "{'title':{'en':'T'},'process':'TEST','lead':'o-2','process_digest':" A "}", REFUSED_FROZEN,
     "project.process"},
    {"a stage that is not the first", "", "m-2", "project.proposed",
     "{'title':{'en':'T'},'process':'TEST','lead':'o-2','stage':'ready'}", REFUSED_FROZEN,
     "project.process"},
    {"a group that does not exist", "", "m-2", "project.proposed",
     "{'title':{'en':'T'},'process':'TEST','lead':'o-2','group':'g-9'}", REFUSED_UNKNOWN, "group"},
    {"a group that was closed down", "m-1 group.closed {'group':'g-1'}\n", "m-2",
     "project.proposed", "{'title':{'en':'T'},'process':'TEST','lead':'o-2','group':'g-1'}",
     REFUSED_STAGE, "group.closed"},
    {"a lead that does not exist", "", "m-2", "project.proposed",
     "{'title':{'en':'T'},'process':'TEST','lead':'o-99'}", REFUSED_UNKNOWN, "organisation"},
    {"a lead outside the group that drafts", "", "m-2", "project.proposed",
     "{'title':{'en':'T'},'process':'TEST','lead':'o-9','group':'g-1'}", REFUSED_GROUP,
     "project.lead"},
    {"proposed by an expert", "m-3 mandate.granted {'id':'m-x','kind':'expert','person':'p-3'}\n",
     "m-x", "project.proposed", "{'title':{'en':'T'},'process':'TEST','lead':'o-2'}", REFUSED_ROLE,
     "mandate.kind"},
    {"no project yet", "", "m-2", "draft.posted", "{'file':" A ",'clauses':[]}", REFUSED_UNKNOWN,
     "project.unknown"},
    {"a title without words", "", "m-2", "project.proposed",
     "{'title':{},'process':'TEST','lead':'o-2'}", REFUSED_SHAPE, "event.shape"},
    {"suspended by a member", PROPOSED, "m-3", "project.suspended", "{'reason':'x'}", REFUSED_ROLE,
     "mandate.kind"},
    {"suspended while a ballot is open", PROPOSED OPEN("plain"), "m-1", "project.suspended",
     "{'reason':'x'}", REFUSED_OPEN, "ballot.open"},
    {"stopped by a member", PROPOSED, "m-3", "project.withdrawn", "{'reason':'x'}", REFUSED_ROLE,
     "mandate.kind"},
    {"stopped twice", PROPOSED "m-1 project.withdrawn {'reason':'x'}\n", "m-1", "project.withdrawn",
     "{'reason':'x'}", REFUSED_STAGE, "project.withdrawn"},
    {"resumed by a member", PROPOSED "m-1 project.suspended {'reason':'x'}\n", "m-3",
     "project.resumed", "{'reason':'x'}", REFUSED_ROLE, "mandate.kind"},
    {"stopped while a ballot is open", PROPOSED OPEN("plain"), "m-1", "project.withdrawn",
     "{'reason':'x'}", REFUSED_OPEN, "ballot.open"},
    {"resumed and not suspended", PROPOSED, "m-1", "project.resumed", "{'reason':'x'}",
     REFUSED_STAGE, "project.resumed"},
    {"a draft in a suspended project", PROPOSED "m-1 project.suspended {'reason':'x'}\n", "m-2",
     "draft.posted", "{'file':" A ",'clauses':[]}", REFUSED_STAGE, "project.suspended"},
    {"suspended twice", PROPOSED "m-1 project.suspended {'reason':'x'}\n", "m-1",
     "project.suspended", "{'reason':'x'}", REFUSED_STAGE, "project.suspended"},
    {"a ballot in a stopped project", PROPOSED "m-1 project.withdrawn {'reason':'x'}\n", "m-1",
     "ballot.opened", "{'rule_key':'plain'}", REFUSED_STAGE, "project.withdrawn"},
    {"stopped after publication", IN_FORCE, "m-1", "project.withdrawn", "{'reason':'x'}",
     REFUSED_STAGE, "project.published"},

    /* ---- the rules of the process ---- */
    {"rules changed while a ballot is open", PROPOSED OPEN("plain"), "m-1", "project.ruled",
     "{'reason':'x'}", REFUSED_FROZEN, "ballot.rule"},
    {"rules changed by a member", PROPOSED, "m-2", "project.ruled", "{'reason':'x'}", REFUSED_ROLE,
     "mandate.kind"},
    {"rules changed to what they are", PROPOSED, "m-1", "project.ruled", "{'reason':'x'}",
     REFUSED_RULE, "project.process"},
    {"rules changed to a version nobody adopted", PROPOSED, "m-1", "project.ruled",
     "{'reason':'x','process_digest':" A "}", REFUSED_UNKNOWN, "process.adopted"},

    /* ---- drafts and papers ---- */
    {"a draft by a member that does not lead", PROPOSED, "m-5", "draft.posted",
     "{'file':" A ",'clauses':[]}", REFUSED_ROLE, "mandate.kind"},
    {"a draft at a stage without drafts", PROPOSED ENTER("quiet"), "m-2", "draft.posted",
     "{'file':" A ",'clauses':[]}", REFUSED_STAGE, "quiet.acts"},
    {"a clause that stands twice", PROPOSED, "m-2", "draft.posted",
     "{'file':" A ",'clauses':['1','1']}", REFUSED_SHAPE, "event.shape"},
    {"a draft with an id of its own", PROPOSED, "m-2", "draft.posted",
     "{'file':" A ",'clauses':[],'id':'d-7'}", REFUSED_TAKEN, "id.order"},
    {"a paper that the process does not know", PROPOSED, "m-2", "document.filed",
     "{'document':'minutes','file':" A "}", REFUSED_UNKNOWN, "process.documents"},
    {"a paper by a member that does not lead", PROPOSED, "m-5", "document.filed",
     "{'document':'paper','file':" A "}", REFUSED_ROLE, "mandate.kind"},

    /* ---- comment periods ---- */
    {"comments asked for by a member", PROPOSED DRAFT, "m-3", "comments.opened", "{}", REFUSED_ROLE,
     "mandate.kind"},
    {"comments on nothing", PROPOSED, "m-1", "comments.opened", "{}", REFUSED_OPEN, "draft"},
    {"a period that is too short", PROPOSED DRAFT, "m-1", "comments.opened",
     "{'closes':'2026-01-08T00:00:00Z'}", REFUSED_RULE, "work.period"},
    {"a period that is too long", PROPOSED DRAFT, "m-1", "comments.opened",
     "{'closes':'2026-06-01T00:00:00Z'}", REFUSED_RULE, "work.period"},
    {"a period that ends before it begins", PROPOSED DRAFT LEAD("asked"), "m-1", "comments.opened",
     "{'closes':'2025-06-01T00:00:00Z'}", REFUSED_RULE, "asked.period"},
    {"a period without an end", PROPOSED DRAFT LEAD("asked"), "m-1", "comments.opened", "{}",
     REFUSED_SHAPE, "asked.comment"},
    {"a second period at once", PROPOSED DRAFT PERIOD, "m-1", "comments.opened", "{}", REFUSED_OPEN,
     "comments.open"},
    {"comments on an older draft", PROPOSED DRAFT DRAFT, "m-1", "comments.opened",
     "{'draft':'d-1'}", REFUSED_RULE, "draft"},
    {"comments at a stage without them", PROPOSED DRAFT ENTER("quiet"), "m-1", "comments.opened",
     "{}", REFUSED_STAGE, "quiet.acts"},
    {"a period extended by a member", PROPOSED DRAFT PERIOD, "m-3", "comments.extended",
     "{'closes':'2026-02-15T00:00:00Z'}", REFUSED_ROLE, "mandate.kind"},
    {"a period extended in a suspended project",
     PROPOSED DRAFT PERIOD "m-1 project.suspended {'reason':'x'}\n", "m-1", "comments.extended",
     "{'closes':'2026-02-15T00:00:00Z'}", REFUSED_STAGE, "project.suspended"},
    {"a period made shorter", PROPOSED DRAFT PERIOD, "m-1", "comments.extended",
     "{'closes':'2026-01-15T00:00:00Z'}", REFUSED_RULE, "comments.extended"},
    {"a period made too long", PROPOSED DRAFT PERIOD, "m-1", "comments.extended",
     "{'closes':'2026-06-15T00:00:00Z'}", REFUSED_RULE, "work.period"},
    {"a period extended after its end", PROPOSED DRAFT PERIOD "+20\n", "m-1", "comments.extended",
     "{'closes':'2026-02-15T00:00:00Z'}", REFUSED_LATE, "comments.open"},

    /* ---- stages ---- */
    {"no way there", PROPOSED, "m-1", "stage.entered", "{'to':'in-force'}", REFUSED_STAGE,
     "work.next"},
    {"no such stage", PROPOSED, "m-1", "stage.entered", "{'to':'heaven'}", REFUSED_UNKNOWN,
     "process.stage"},
    {"from a stage where it is not", PROPOSED, "m-1", "stage.entered",
     "{'to':'quiet','from':'ready'}", REFUSED_STAGE, "project.stage"},
    {"a stage that is made an end", PROPOSED, "m-1", "stage.entered",
     "{'to':'quiet','end':'published'}", REFUSED_SHAPE, "process.stage"},
    {"moved by who may not", PROPOSED, "m-3", "stage.entered", "{'to':'quiet'}", REFUSED_ROLE,
     "mandate.kind"},
    {"moved by the secretary where the chair may", PROPOSED, "m-1", "stage.entered",
     "{'to':'stopped'}", REFUSED_ROLE, "mandate.kind"},
    {"the authority's move without its paper", PROPOSED, "m-1", "stage.entered", "{'to':'asked'}",
     REFUSED_RULE, "work.shown_by"},
    {"moved while a ballot is open", PROPOSED OPEN("plain"), "m-1", "stage.entered",
     "{'to':'quiet'}", REFUSED_OPEN, "ballot.open"},
    {"moved while comments are asked for", PROPOSED DRAFT PERIOD, "m-1", "stage.entered",
     "{'to':'quiet'}", REFUSED_OPEN, "work.comment_period"},
    {"no comment period was held", PROPOSED DRAFT, "m-1", "stage.entered", "{'to':'ready'}",
     REFUSED_OPEN, "work.comment_period"},
    {"a comment without a disposition", PROPOSED DRAFT PERIOD COMMENT "+20\n", "m-1",
     "stage.entered", "{'to':'ready'}", REFUSED_OPEN, "work.comments_disposed"},
    {"no draft was posted at this stage",
     PROPOSED DRAFT ENTER("quiet") ENTER("work") PERIOD "+20\n", "m-1", "stage.entered",
     "{'to':'ready'}", REFUSED_OPEN, "work.draft"},
    {"no ballot was held", PROPOSED DRAFT PERIOD "+20\n", "m-1", "stage.entered", "{'to':'ready'}",
     REFUSED_OPEN, "work.ballot"},
    {"a ballot by another rule", PROPOSED DRAFT PERIOD "+20\n" OPEN("once") "+10\n" CLOSE("b-1"),
     "m-1", "stage.entered", "{'to':'ready'}", REFUSED_OPEN, "work.ballot"},
    {"the ballot did not approve", PROPOSED DRAFT PERIOD "+20\n" OPEN("plain") "+10\n" CLOSE("b-1"),
     "m-1", "stage.entered", "{'to':'ready'}", REFUSED_RULE, "work.ballot"},
    {"a ballot of an earlier time at this stage",
     PROPOSED DRAFT OPEN("plain") YES("m-2", "b-1") "+10\n" CLOSE("b-1") ENTER("quiet")
         ENTER("work") DRAFT PERIOD "+20\n",
     "m-1", "stage.entered", "{'to':'ready'}", REFUSED_OPEN, "work.ballot"},
    {"a paper is missing",
     PROPOSED DRAFT PERIOD "+20\n" OPEN("plain") YES("m-2", "b-1") "+10\n" CLOSE("b-1"), "m-1",
     "stage.entered", "{'to':'ready'}", REFUSED_OPEN, "work.documents"},
    {"a day too early",
     PROPOSED DRAFT PERIOD "+19\nm-1 document.filed {'document':'paper','file':" A
                           "}\n" OPEN("plain") YES("m-2", "b-1") "+10\n" CLOSE("b-1"),
     "m-1", "stage.entered", "{'to':'ready','reason':'x'}", REFUSED_EARLY, "work.min_days"},
    {"no reason given",
     PROPOSED "+30\n" DRAFT PERIOD "+20\nm-1 document.filed {'document':'paper','file':" A
              "}\n" OPEN("plain") YES("m-2", "b-1") "+10\n" CLOSE("b-1"),
     "m-1", "stage.entered", "{'to':'ready'}", REFUSED_RULE, "work.reason"},
    {"in force before it is published", READY, "m-1", "stage.entered", "{'to':'in-force'}",
     REFUSED_OPEN, "ready.published"},

    /* ---- opening a ballot ---- */
    {"a ballot opened by a member", PROPOSED, "m-3", "ballot.opened", "{'rule_key':'plain'}",
     REFUSED_ROLE, "mandate.kind"},
    {"a committee's ballot opened by the convenor", PROPOSED, "m-convenor", "ballot.opened",
     "{'rule_key':'plain'}", REFUSED_ROLE, "mandate.kind"},
    {"which of the stage's ballots", PROPOSED, "m-1", "ballot.opened", "{}", REFUSED_SHAPE,
     "work.ballots"},
    {"no such rule", PROPOSED, "m-1", "ballot.opened", "{'rule_key':'unanimity'}", REFUSED_UNKNOWN,
     "process.rules"},
    {"a rule of another stage", PROPOSED LEAD("asked"), "m-1", "ballot.opened",
     "{'rule_key':'once'}", REFUSED_STAGE, "asked.ballots"},
    {"a ballot at a stage without", PROPOSED ENTER("quiet"), "m-1", "ballot.opened",
     "{'rule_key':'plain'}", REFUSED_STAGE, "quiet.acts"},
    {"a second ballot at once", PROPOSED OPEN("plain"), "m-1", "ballot.opened",
     "{'rule_key':'once'}", REFUSED_OPEN, "ballot.open"},
    {"a ballot that is too short", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'plain','closes':'2026-01-03T00:00:00Z'}", REFUSED_RULE, "plain.period"},
    {"a ballot that is too long", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'plain','closes':'2026-03-03T00:00:00Z'}", REFUSED_RULE, "plain.period"},
    {"a ballot without an end", PROPOSED, "m-1", "ballot.opened", "{'rule_key':'judged'}",
     REFUSED_SHAPE, "judged.period"},
    {"a ballot on an older draft", PROPOSED DRAFT DRAFT, "m-1", "ballot.opened",
     "{'rule_key':'plain','draft':'d-1'}", REFUSED_RULE, "ballot.draft"},
    {"a ballot on a draft that is not there", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'plain','draft':'d-1'}", REFUSED_RULE, "ballot.draft"},
    {"a ballot with an id of its own", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'plain','id':'b-2'}", REFUSED_TAKEN, "id.order"},
    {"a list where the rule has members", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'plain','voters':['o-2']}", REFUSED_RULE, "plain.electorate"},
    {"another rule's digest", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'plain','rule_digest':" A "}", REFUSED_FROZEN, "ballot.rule"},
    {"relatives in different classes, who count as one",
     "m-1 organisation.changed {'organisation':'o-3','family':'f','weight':1}\n"
     "m-1 organisation.changed {'organisation':'o-4','family':'f','weight':2}\n" PROPOSED,
     "m-1", "ballot.opened", "{'rule_key':'family'}", REFUSED_RULE, "family.roll"},
    {"no list where the rule wants one", PROPOSED, "m-1", "ballot.opened", "{'rule_key':'list'}",
     REFUSED_RULE, "list.electorate"},
    {"a stranger on the list", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'list','voters':['o-2','o-99']}", REFUSED_RULE, "list.electorate"},
    {"a group's ballot without a group", NO_GROUP, "m-1", "ballot.opened", "{'rule_key':'group'}",
     REFUSED_RULE, "group.electorate"},
    {"persons vote where none is a member", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'persons'}", REFUSED_RULE, "persons.electorate"},
    {"recused, but not on the roll", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'plain','recused':['o-99']}", REFUSED_RULE, "plain.electorate"},
    {"a member silenced where the rule recuses nobody", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'plain','recused':['o-3']}", REFUSED_RULE, "plain.recusal"},
    {"more active members than members", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'plain','active':99}", REFUSED_RULE, "plain.active"},
    {"votes carried on where the rule does not know it",
     PROPOSED OPEN("plain") "+10\n" CLOSE("b-1"), "m-1", "ballot.opened",
     "{'rule_key':'plain','carries':'b-1'}", REFUSED_RULE, "plain.recirculate"},
    {"votes carried on from no ballot", PROPOSED, "m-1", "ballot.opened",
     "{'rule_key':'list','carries':'b-9'}", REFUSED_UNKNOWN, "ballot.carries"},
    {"votes carried on into a sealed round",
     PROPOSED "m-1 ballot.opened {'rule_key':'list','voters':['o-2','o-3']}\n+10\n" CLOSE("b-1"),
     "m-1", "ballot.opened", "{'rule_key':'list','carries':'b-1','sealed':true}", REFUSED_RULE,
     "list.recirculate"},
    {"votes and roll carried on from a ballot of another body",
     PROPOSED OPEN("group") "+10\n" CLOSE("b-1"), "m-1", "ballot.opened",
     "{'rule_key':'list','carries':'b-1'}", REFUSED_RULE, "list.recirculate"},
    {"votes carried on from before the last round",
     PROPOSED "m-1 ballot.opened {'rule_key':'list','voters':['o-2','o-3']}\n+10\n" CLOSE(
         "b-1") "m-1 ballot.opened {'rule_key':'list','carries':'b-1'}\n+10\n" CLOSE("b-2"),
     "m-1", "ballot.opened", "{'rule_key':'list','carries':'b-1'}", REFUSED_RULE,
     "list.recirculate"},

    /* ---- votes ---- */
    {"no such ballot", PROPOSED, "m-3", "vote.cast", "{'ballot':'b-1','choice':'yes'}",
     REFUSED_UNKNOWN, "ballot"},
    {"a vote at the closing second", PROPOSED OPEN("plain") "+10\n", "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'yes'}", REFUSED_LATE, "ballot.closes"},
    {"a vote after the count", PROPOSED OPEN("plain") "+10\n" CLOSE("b-1"), "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'yes'}", REFUSED_LATE, "ballot.closes"},
    {"a second vote where the first counts", PROPOSED OPEN("once") YES("m-3", "b-1"), "m-3",
     "vote.cast", "{'ballot':'b-1','choice':'no'}", REFUSED_REPEATED, "once.revote"},
    {"another member of the family",
     "m-1 organisation.changed "
     "{'organisation':'o-3','family':'f','category':'user','population':1}\nm-1 "
     "organisation.changed "
     "{'organisation':'o-4','family':'f','category':'user','population':1}\n" PROPOSED OPEN(
         "family") YES("m-3", "b-1"),
     "m-4", "vote.cast", "{'ballot':'b-1','choice':'no'}", REFUSED_REPEATED, "family.unit"},
    {"a word that is no vote", PROPOSED OPEN("plain"), "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'maybe'}", REFUSED_RULE, "plain.positions"},
    {"a no without a reason", PROPOSED OPEN("plain"), "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'no'}", REFUSED_RULE, "plain.reason"},
    {"a yes with a condition", PROPOSED OPEN("plain"), "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'yes','conditional':true,'reason':" A "}", REFUSED_RULE,
     "plain.conditional"},
    {"a no with a condition", PROPOSED OPEN("proxy"), "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'no','conditional':true,'reason':" A "}", REFUSED_RULE,
     "proxy.conditional"},
    {"recused by the opening",
     PROPOSED "m-1 ballot.opened {'rule_key':'recused','recused':['o-3']}\n", "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'yes'}", REFUSED_RULE, "recused.recused"},
    {"the lead, where drafters are recused", PROPOSED DRAFT OPEN("recused"), "m-2", "vote.cast",
     "{'ballot':'b-1','choice':'yes'}", REFUSED_RULE, "recused.recused"},
    {"who posted a draft, where drafters are recused",
     "m-3 project.proposed {'title':{'en':'T'},'process':'TEST','lead':'o-3','group':'g-1'}\n"
     "m-convenor draft.posted {'file':" A ",'clauses':[]}\n" OPEN("recused"),
     "m-2", "vote.cast", "{'ballot':'b-1','choice':'yes'}", REFUSED_RULE, "recused.recused"},
    {"the secretary votes", PROPOSED OPEN("plain"), "m-1", "vote.cast",
     "{'ballot':'b-1','choice':'yes'}", REFUSED_ROLE, "ballot.roll"},
    {"the secretary votes for a member", PROPOSED OPEN("plain"), "m-1", "vote.cast",
     "{'ballot':'b-1','choice':'yes','voter':'o-3'}", REFUSED_ROLE, "mandate.kind"},
    {"the convenor's mandate does not vote", PROPOSED OPEN("plain"), "m-convenor", "vote.cast",
     "{'ballot':'b-1','choice':'yes'}", REFUSED_ROLE, "mandate.kind"},
    {"an expert votes",
     PROPOSED OPEN("plain") "m-3 mandate.granted {'id':'m-x','kind':'expert','person':'p-3'}\n",
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'yes'}", REFUSED_ROLE, "mandate.kind"},
    {"a delegate votes for another member", PROPOSED OPEN("plain"), "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'yes','voter':'o-4'}", REFUSED_ROLE, "mandate.organisation"},
    {"says that it is an alternate", PROPOSED OPEN("plain"), "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'yes','as':'alternate'}", REFUSED_ROLE, "mandate.kind"},
    {"joined after the roll was frozen",
     PROPOSED OPEN("plain") "m-1 organisation.admitted {'id':'o-12','name':{'en':'Late'},'origin':"
                            "'foreign'}\nm-1 person.registered {'id':'p-12','organisation':'o-12',"
                            "'profile':" A "}\nm-1 membership.granted {'organisation':'o-12'}\n"
                            "m-1 mandate.granted {'id':'m-12','kind':'delegate','person':'p-12'}\n",
     "m-12", "vote.cast", "{'ballot':'b-1','choice':'yes'}", REFUSED_ROLE, "ballot.roll"},
    {"not of the group that votes", PROPOSED OPEN("group"), "m-9", "vote.cast",
     "{'ballot':'b-1','choice':'yes'}", REFUSED_ROLE, "ballot.roll"},
    {"a mandate of a group in the committee's ballot",
     "m-3 mandate.granted {'id':'m-x','kind':'delegate','person':'p-3','body':'g-1'}\n" PROPOSED
         OPEN("plain"),
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'yes'}", REFUSED_ROLE, "mandate.body"},
    {"the alternate after the delegate",
     PROPOSED "m-3 mandate.granted {'id':'m-x','kind':'alternate','person':'p-3'}\n" OPEN("plain")
         YES("m-3", "b-1"),
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'abstain'}", REFUSED_REPEATED,
     "mandate.alternate"},
    {"a proxy where the rule knows none",
     PROPOSED OPEN("plain") "m-3 mandate.granted {'id':'m-x','kind':'proxy','person':'p-4',"
                            "'project':'P-1','ballot':'b-1','for_organisation':'o-3'}\n",
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'yes'}", REFUSED_RULE, "plain.proxies"},
    {"a proxy for another ballot",
     PROPOSED OPEN("proxy") "m-3 mandate.granted {'id':'m-x','kind':'proxy','person':'p-4',"
                            "'project':'P-1','ballot':'b-2','for_organisation':'o-3'}\n",
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'yes'}", REFUSED_ROLE, "mandate.proxy"},
    {"a proxy for another member",
     PROPOSED OPEN("proxy") "m-3 mandate.granted {'id':'m-x','kind':'proxy','person':'p-4',"
                            "'project':'P-1','ballot':'b-1','for_organisation':'o-3'}\n",
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'yes','voter':'o-5'}", REFUSED_ROLE,
     "mandate.proxy"},
    {"a proxy after the member itself",
     PROPOSED OPEN("proxy") "m-3 mandate.granted {'id':'m-x','kind':'proxy','person':'p-4',"
                            "'project':'P-1','ballot':'b-1','for_organisation':'o-3'}\n" YES("m-3",
                                                                                             "b-1"),
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'no'}", REFUSED_REPEATED, "mandate.alternate"},
    {"a proxy that was taken back",
     PROPOSED OPEN("proxy") "m-3 mandate.granted {'id':'m-x','kind':'proxy','person':'p-4',"
                            "'project':'P-1','ballot':'b-1','for_organisation':'o-3'}\n"
                            "m-3 mandate.ended {'mandate':'m-x'}\n",
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'yes'}", REFUSED_MANDATE, "mandate.ended"},
    {"a sealed vote in an open ballot", PROPOSED OPEN("plain"), "m-3", "vote.sealed",
     "{'ballot':'b-1','commitment':" A "}", REFUSED_RULE, "ballot.sealed"},
    {"an open vote in a sealed ballot", PROPOSED SEAL, "m-3", "vote.cast",
     "{'ballot':'b-1','choice':'yes'}", REFUSED_RULE, "ballot.sealed"},
    {"recused from a sealed ballot",
     PROPOSED "m-1 ballot.opened {'rule_key':'recused','sealed':true,'recused':['o-3']}\n", "m-3",
     "vote.sealed", "{'ballot':'b-1','commitment':" A "}", REFUSED_RULE, "recused.recused"},
    {"opened before the close",
     PROPOSED SEAL "m-3 vote.sealed {'ballot':'b-1','commitment':" A "}\n", "m-3", "vote.unsealed",
     "{'ballot':'b-1','choice':'yes','salt':" A ",'voter':'o-3'}", REFUSED_EARLY, "ballot.closes"},
    {"opened with another vote",
     PROPOSED SEAL "m-3 vote.sealed {'ballot':'b-1','commitment':" A "}\n+10\n", "m-3",
     "vote.unsealed", "{'ballot':'b-1','choice':'yes','salt':" A ",'voter':'o-3'}", REFUSED_RULE,
     "ballot.commitment"},
    {"nothing there to open", PROPOSED SEAL "+10\n", "m-3", "vote.unsealed",
     "{'ballot':'b-1','choice':'yes','salt':" A ",'voter':'o-3'}", REFUSED_UNKNOWN, "ballot.vote"},
    {"an open vote is not opened", PROPOSED OPEN("plain") YES("m-3", "b-1") "+10\n", "m-3",
     "vote.unsealed", "{'ballot':'b-1','choice':'yes','salt':" A ",'voter':'o-3'}", REFUSED_UNKNOWN,
     "ballot.vote"},

    {"a seat of a person, voted by its organisation's other delegate",
     "m-1 person.registered {'id':'p-12','organisation':'o-3','profile':" A "}\n"
     "m-1 membership.granted {'organisation':'o-3','person':'p-3'}\n"
     "m-3 mandate.granted {'id':'m-x','kind':'delegate','person':'p-12'}\n" PROPOSED OPEN(
         "persons"),
     "m-x", "vote.cast", "{'ballot':'b-1','choice':'yes','voter':'p-3'}", REFUSED_ROLE,
     "mandate.person"},
    {"opened after the count",
     PROPOSED SEAL "m-3 vote.sealed {'ballot':'b-1','commitment':" A "}\n+17\n" CLOSE("b-1"), "m-3",
     "vote.unsealed", "{'ballot':'b-1','choice':'yes','salt':" A ",'voter':'o-3'}", REFUSED_LATE,
     "ballot.closed"},
    {"opened in no ballot", PROPOSED, "m-3", "vote.unsealed",
     "{'ballot':'b-1','choice':'yes','salt':" A ",'voter':'o-3'}", REFUSED_UNKNOWN, "ballot"},

    /* ---- closing ---- */
    {"closed early", PROPOSED OPEN("plain") "+9\n", "m-1", "ballot.closed", "{'ballot':'b-1'}",
     REFUSED_EARLY, "ballot.closes"},
    {"closed twice", PROPOSED OPEN("plain") "+10\n" CLOSE("b-1"), "m-1", "ballot.closed",
     "{'ballot':'b-1'}", REFUSED_REPEATED, "ballot.closed"},
    {"closed by a member", PROPOSED OPEN("plain") "+10\n", "m-3", "ballot.closed",
     "{'ballot':'b-1'}", REFUSED_ROLE, "mandate.kind"},
    {"no ballot to close", PROPOSED, "m-1", "ballot.closed", "{'ballot':'b-1'}", REFUSED_UNKNOWN,
     "ballot"},
    {"closed while votes are sealed",
     PROPOSED SEAL "m-3 vote.sealed {'ballot':'b-1','commitment':" A "}\n+16\n", "m-1",
     "ballot.closed", "{'ballot':'b-1'}", REFUSED_OPEN, "ballot.unsealed"},
    {"judged by the officers where the rule counts", PROPOSED OPEN("plain") "+10\n" CLOSE("b-1"),
     "m-1", "consensus.judged", "{'ballot':'b-1','outcome':'approved','reason':'x'}", REFUSED_RULE,
     "plain.judged_by"},
    {"judged before the close",
     PROPOSED "m-1 ballot.opened {'rule_key':'judged','closes':'2026-02-01T00:00:00Z'}\n",
     "m-chair", "consensus.judged", "{'ballot':'b-1','outcome':'approved','reason':'x'}",
     REFUSED_OPEN, "ballot.closed"},
    {"judged by the wrong role",
     PROPOSED
     "m-1 ballot.opened {'rule_key':'judged','closes':'2026-02-01T00:00:00Z'}\n+31\n" CLOSE("b-1"),
     "m-1", "consensus.judged", "{'ballot':'b-1','outcome':'approved','reason':'x'}", REFUSED_ROLE,
     "mandate.kind"},

    /* ---- publication ---- */
    {"published at a stage without", PROPOSED DRAFT, "m-1", "text.published", NUMBER, REFUSED_STAGE,
     "work.acts"},
    {"published by a member", READY, "m-2", "text.published", NUMBER, REFUSED_ROLE, "mandate.kind"},
    {"published under a day that does not exist", READY, "m-1", "text.published",
     "{'number':'T 1','in_force':'2027-02-30','languages':['en']}", REFUSED_SHAPE, "event.shape"},
    {"published in another file", READY, "m-1", "text.published",
     "{'number':'T 1','in_force':'2027-01-01','languages':['en'],'file':" B "}", REFUSED_RULE,
     "publish.draft"},
    {"published as changed, without a word", READY "m-2 draft.posted {'file':" B ",'clauses':[]}\n",
     "m-1", "text.published", NUMBER, REFUSED_RULE, "publish.reason"},
    {"published after a ballot that failed", READY OPEN("plain") "+10\n" CLOSE("b-2"), "m-1",
     "text.published", NUMBER, REFUSED_RULE, "publish.ballot"},
    {"published while a ballot is open", READY OPEN("plain"), "m-1", "text.published", NUMBER,
     REFUSED_OPEN, "ballot.open"},
    {"published twice", READY "m-1 text.published " NUMBER "\n", "m-1", "text.published", NUMBER,
     REFUSED_TAKEN, "publish.number"},
    {"review of nothing", READY, "m-1", "review.decided", "{'decision':'keep','reason':'x'}",
     REFUSED_STAGE, "ready.acts"},
    {"review without a ballot", IN_FORCE, "m-1", "review.decided",
     "{'decision':'keep','reason':'x'}", REFUSED_OPEN, "in-force.review"},
    {"review decided by a member", IN_FORCE OPEN("plain") "+10\n" CLOSE("b-2"), "m-2",
     "review.decided", "{'decision':'keep','reason':'x'}", REFUSED_ROLE, "mandate.kind"},
    {"withdrawn without a review", IN_FORCE, "m-1", "text.withdrawn", "{'reason':'x'}",
     REFUSED_OPEN, "review.withdraw"},
    {"withdrawn after a review that kept it",
     IN_FORCE OPEN("plain") "+10\n" CLOSE(
         "b-2") "m-1 review.decided {'decision':'keep','reason':'x'}\n",
     "m-1", "text.withdrawn", "{'reason':'x'}", REFUSED_OPEN, "review.withdraw"},
    {"withdrawn and not published", PROPOSED, "m-1", "text.withdrawn", "{'reason':'x'}",
     REFUSED_STAGE, "review"},
    {"anything after it was withdrawn",
     IN_FORCE "m-1 text.withdrawn {'reason':'x','shown_by':" A "}\n", "m-1", "ballot.opened",
     "{'rule_key':'plain'}", REFUSED_STAGE, "project.abolished"},
    {"a correction of nothing", PROPOSED, "m-1", "correction.made", "{'of':999,'text':" A "}",
     REFUSED_UNKNOWN, "correction.of"},
    {"a correction of the committee's own entry", PROPOSED, "m-1", "correction.made",
     "{'of':0,'text':" A "}", REFUSED_UNKNOWN, "correction.of"},
    {"a correction by a member", PROPOSED, "m-3", "correction.made", "{'of':60,'text':" A "}",
     REFUSED_ROLE, "mandate.kind"},
};

static void
open_life(struct life *l)
{
    life_open(l, &case_arena,
              &(struct life_founding){
                  .processes = processes, .process = "TEST", .members = 10, .group = 5});
}

static void
refused_row(void **state)
{
    const struct row *row = *state;
    struct life l;
    open_life(&l);
    life_script(&l, row->before);
    struct slice before = project_octets(&case_arena, &l.project);
    life_refused(&l, row->code, row->rule, row->who, row->type, "%s", row->data);
    assert_true(l.refusal.zh.n > 0);
    assert_true(slice_eq(before, project_octets(&case_arena, &l.project)));
    life_replay(&l);
    life_close(&l);
}

/* ---- what a dishonest secretary's program would write ----------------------------------------*/

static const struct forged {
    const char *name;
    const char *before, *type, *data, *from, *to;
    enum refusal_code code;
    const char *rule;
} forgeries[] = {
    {"a voter left off the roll", PROPOSED, "ballot.opened", "{'rule_key':'plain'}",
     "{'category':'consumer','country':'GB','id':'o-3','organisation':'o-3','population':3000000},",
     "", REFUSED_RULE, "ballot.roll"},
    {"a voter put on the roll", PROPOSED, "ballot.opened", "{'rule_key':'plain'}", "'voters':[",
     "'voters':[{'id':'o-1','organisation':'o-1'},", REFUSED_RULE, "ballot.roll"},
    {"a voter put into another class", PROPOSED, "ballot.opened", "{'rule_key':'plain'}",
     "'category':'consumer'", "'category':'issuer'", REFUSED_RULE, "ballot.roll"},
    {"a voter recused on the quiet", PROPOSED, "ballot.opened", "{'rule_key':'plain'}",
     "'population':3000000}", "'population':3000000,'recused':true}", REFUSED_RULE, "ballot.roll"},
    {"a roll in another order", PROPOSED, "ballot.opened",
     "{'rule_key':'list','voters':['o-2','o-3']}",
     "{'category':'user','country':'FR','id':'o-2','organisation':'o-2','population':2000000},"
     "{'category':'consumer','country':'GB','id':'o-3','organisation':'o-3','population':3000000}",
     "{'category':'consumer','country':'GB','id':'o-3','organisation':'o-3','population':3000000},"
     "{'category':'user','country':'FR','id':'o-2','organisation':'o-2','population':2000000}",
     REFUSED_RULE, "ballot.roll"},
    {"a roll that is none", PROPOSED, "ballot.opened", "{'rule_key':'plain'}", "'voters':[",
     "'voters':[{'id':'o-1'},", REFUSED_SHAPE, "ballot.roll"},
    {"a threshold moved", PROPOSED, "ballot.opened", "{'rule_key':'plain'}", "'den':2", "'den':9",
     REFUSED_FROZEN, "ballot.rule"},
    {"a rule without its reasons", PROPOSED, "ballot.opened", "{'rule_key':'plain'}",
     "'reason':'required'", "'reason':'or-void'", REFUSED_FROZEN, "ballot.rule"},
    {"a deadline in the past", PROPOSED, "ballot.opened", "{'rule_key':'once'}", "'closes':'2026",
     "'closes':'2025", REFUSED_RULE, "once.period"},
    {"a result that the votes do not give", PROPOSED OPEN("plain") YES("m-3", "b-1") "+10\n",
     "ballot.closed", "{'ballot':'b-1'}", "'outcome':'approved'", "'outcome':'not-approved'",
     REFUSED_RULE, "ballot.tally"},
    {"numbers that do not add up", PROPOSED OPEN("plain") YES("m-3", "b-1") "+10\n",
     "ballot.closed", "{'ballot':'b-1'}", "'voted':1", "'voted':2", REFUSED_RULE, "ballot.tally"},
    {"a vote that was not cast", PROPOSED OPEN("plain") YES("m-3", "b-1") "+10\n", "ballot.closed",
     "{'ballot':'b-1'}", "'fate':'not-cast'", "'fate':'counted'", REFUSED_RULE, "ballot.votes"},
    {"a vote that was cast and is denied", PROPOSED OPEN("plain") YES("m-3", "b-1") "+10\n",
     "ballot.closed", "{'ballot':'b-1'}", "'fate':'counted'", "'fate':'not-cast'", REFUSED_RULE,
     "ballot.votes"},
    {"another leaf for a vote", PROPOSED OPEN("plain") YES("m-3", "b-1") "+10\n", "ballot.closed",
     "{'ballot':'b-1'}", "'leaf':", "'leaf':1", REFUSED_RULE, "ballot.votes"},
    {"a voter missing from the count", PROPOSED OPEN("plain") "+10\n", "ballot.closed",
     "{'ballot':'b-1'}", "{'fate':'not-cast','voter':'o-3'},", "", REFUSED_RULE, "ballot.votes"},
    {"a voter counted twice", PROPOSED OPEN("plain") "+10\n", "ballot.closed", "{'ballot':'b-1'}",
     "'voter':'o-3'", "'voter':'o-4'", REFUSED_RULE, "ballot.votes"},
    {"facts of a judgment",
     PROPOSED "m-1 ballot.opened {'rule_key':'judged','closes':'2026-02-01T00:00:00Z'}\n"
              "m-3 vote.cast {'ballot':'b-1','choice':'no'}\n+31\n" CLOSE("b-1"),
     "consensus.judged", "{'ballot':'b-1','outcome':'approved','reason':'x'}", "'objections':1",
     "'objections':0", REFUSED_RULE, "ballot.facts"},
};

static void
forged_row(void **state)
{
    const struct forged *row = *state;
    const char *who = strcmp(row->type, "consensus.judged") == 0 ? "m-chair" : "m-1";
    struct life l;
    open_life(&l);
    life_script(&l, row->before);
    assert_false(life_forge(&l, who, row->type, row->data, row->from, row->to));
    if (l.refusal.code != row->code || !slice_has_suffix(l.refusal.rule, slice_str(row->rule)))
        fail_msg("refused as %s by %.*s (%.*s)", refusal_name(l.refusal.code),
                 SL_FMT(l.refusal.rule), SL_FMT(l.refusal.en));
    /* And what it left alone is done. */
    life_must(&l, who, row->type, "%s", row->data);
    life_replay(&l);
    life_close(&l);
}

/* ---- what is not refused, and looks as if it might ------------------------------------------*/

static const struct allowed {
    const char *name, *script;
} allowed[] = {
    {"a proxy votes",
     PROPOSED OPEN("proxy") "m-3 mandate.granted {'id':'m-x','kind':'proxy','person':'p-4',"
                            "'project':'P-1','ballot':'b-1','for_organisation':'o-3'}\n" YES(
                                "m-x", "b-1") YES("m-4", "b-1") "+10\n" CLOSE("b-1")},
    {"the member itself after its proxy",
     PROPOSED OPEN("proxy") "m-3 mandate.granted {'id':'m-x','kind':'proxy','person':'p-4',"
                            "'project':'P-1','ballot':'b-1','for_organisation':'o-3'}\n" YES(
                                "m-x", "b-1") YES("m-3", "b-1") "+10\n" CLOSE("b-1")},
    {"an alternate, then the delegate",
     PROPOSED "m-3 mandate.granted {'id':'m-x','kind':'alternate','person':'p-3'}\n" OPEN("plain")
         YES("m-x", "b-1") YES("m-3", "b-1") "+10\n" CLOSE("b-1")},
    {"a vote that is changed before the close",
     PROPOSED OPEN("plain")
         YES("m-3", "b-1") "m-3 vote.cast {'ballot':'b-1','choice':'abstain'}\n+10\n" CLOSE("b-1")},
    {"a conditional yes where the rule takes it",
     PROPOSED OPEN(
         "proxy") "m-3 vote.cast {'ballot':'b-1','choice':'yes','conditional':true,'reason':" A
                  "}\n"
                  "+10\n" CLOSE("b-1")},
    {"others, where drafters are recused",
     PROPOSED DRAFT OPEN("recused") YES("m-3", "b-1") YES("m-4", "b-1") "+10\n" CLOSE("b-1")},
    {"as many active as on the roll",
     PROPOSED "m-1 ballot.opened {'rule_key':'plain','active':10}\n+10\n" CLOSE("b-1")},
    {"a group's ballot by the convenor",
     PROPOSED "m-convenor ballot.opened {'rule_key':'group'}\n" YES("m-2", "b-1")
         YES("m-6", "b-1") "+10\nm-convenor ballot.closed {'ballot':'b-1'}\n"},
    {"sealed votes that nobody opens, after the time for it",
     PROPOSED SEAL "m-3 vote.sealed {'ballot':'b-1','commitment':" A "}\n+17\n" CLOSE("b-1")},
    {"suspended and resumed",
     PROPOSED "m-1 project.suspended {'reason':'x'}\nm-1 project.resumed {'reason':'y'}\n" DRAFT},
    {"suspended and stopped",
     PROPOSED "m-1 project.suspended {'reason':'x'}\nm-1 project.withdrawn {'reason':'y'}\n"},
    {"a correction", PROPOSED DRAFT "m-1 correction.made {'of':51,'text':" B "}\n"},
    {"a correction after the end", PROPOSED DRAFT "m-chair stage.entered {'to':'stopped'}\n"
                                                  "m-1 correction.made {'of':51,'text':" B "}\n"},
    {"kept, then withdrawn by a later review",
     IN_FORCE OPEN("plain") "+10\n" CLOSE(
         "b-2") "m-1 review.decided "
                "{'decision':'keep','reason':'x'}\n+100\n" OPEN("plain") "+10\n" CLOSE(
                    "b-3") "m-1 review.decided "
                           "{'decision':'"
                           "withdraw','reason':'"
                           "x'}\n"
                           "m-1 text.withdrawn "
                           "{'reason':'x'}\n"},
    {"a revision that stops leaves the text in force",
     IN_FORCE ENTER("work") "m-chair stage.entered {'to':'stopped'}\n"
                            "m-1 text.withdrawn {'reason':'x','shown_by':" A "}\n"},
    {"the lead moves it", PROPOSED "m-2 stage.entered {'to':'asked'}\n"},
    {"a changed text with a word about it",
     READY "m-2 draft.posted {'file':" B ",'clauses':[]}\nm-1 text.published "
           "{'number':'T 1','in_force':'2027-01-01','languages':['en'],'reason':'spelling'}\n"},
};

static void
allowed_row(void **state)
{
    const struct allowed *row = *state;
    struct life l;
    open_life(&l);
    life_script(&l, row->script);
    life_replay(&l);
    life_close(&l);
}

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    processes = argv[1];
    CASES_TABLE(rows, refused_row);
    CASES_TABLE(forgeries, forged_row);
    CASES_TABLE(allowed, allowed_row);
    return cases_run("committee refusals");
}
