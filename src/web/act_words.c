/* SPDX-License-Identifier: Apache-2.0 */
#include "web/act_words.h"

#include "web/route.h"

/* clang-format off: a line for each */
static const struct {
    const char *type, *about;
} abouts[] = {
    {"ballot.closed", N_("The ballot ends after its closing time. Every vote is listed with what "
                         "became of it, and the result is counted.")},
    {"ballot.opened", N_("Question, draft, rule, voters and deadline are fixed in the record when "
                         "the ballot opens; nothing of it changes afterwards.")},
    {"comment.filed",
     N_("A comment on the draft that is out, on one clause or on the whole of it.")},
    {"comment.withdrawn", N_("Your organisation takes a comment of its own back. It stays in the "
                             "record, marked as withdrawn.")},
    {"comments.extended", N_("The comment period that runs gets a later end.")},
    {"comments.opened",
     N_("Comments are asked for on the newest draft, until a day that the process allows.")},
    {"consensus.judged", N_("Where the rule leaves the result to a role: what it finds, and why.")},
    {"correction.made",
     N_("Says beside an earlier entry what was wrong in it. Both stay in the record.")},
    {"disposition.set",
     N_("What is decided about a comment. A later answer takes its place; both stay visible.")},
    {"document.filed",
     N_("A paper that the process asks for: a drafting explanation, minutes, a decision.")},
    {"draft.posted",
     N_("A new draft of the text, or a revision of it. Errors of drafting hold it up.")},
    {"group.changed", N_("Who may join the group from here on. Its members stay.")},
    {"group.closed", N_("The group has done its work. Its projects and entries stay.")},
    {"group.invited",
     N_("Lets an organisation join a closed group, if the group admits its origin.")},
    {"group.opened", N_("A working group begins, open to every member or closed to some. A closed "
                        "one says whom it admits and why.")},
    {"mandate.ended", N_("A mandate ends now. What was done under it stays.")},
    {"mandate.granted", N_("Lets a person act for an organisation, from a day to a day.")},
    {"membership.confirmed", N_("The member itself says that the seat which was entered for it is "
                                "its own. Nobody else can say so.")},
    {"membership.ended", N_("The member leaves, or its seat is taken for a reason.")},
    {"membership.granted", N_("A seat in the committee or in a group. What the secretary enters is "
                              "claimed until the member confirms it.")},
    {"organisation.admitted",
     N_("Enters an organisation, so that it can have seats and mandates.")},
    {"organisation.changed", N_("What is known of an organisation changes from here on. What is "
                                "left empty stays as it is.")},
    {"person.registered", N_("Enters a person of an organisation. The name is kept beside the "
                             "record and can be forgotten.")},
    {"process.adopted", N_("Adopts a process, or a newer version of one. Projects proposed from "
                           "here on follow it; others keep to theirs.")},
    {"project.proposed",
     N_("A project begins, under the newest adopted version of a process, at its first stage.")},
    {"project.resumed", N_("A suspended project goes on.")},
    {"project.ruled", N_("The project goes over to the newest adopted version of its process.")},
    {"project.suspended", N_("Nothing happens in the project until it is resumed.")},
    {"project.withdrawn", N_("The project stops before publication.")},
    {"review.decided",
     N_("The outcome of the periodic review: the text is kept, revised or withdrawn.")},
    {"stage.entered", N_("The project goes on to another stage. Refused while something is open "
                         "that the process asks for first.")},
    {"text.published", N_("The approved text gets its number and comes into force.")},
    {"text.withdrawn", N_("The published text is out of force from here on.")},
    {"vote.cast", N_("Your organisation's vote in an open ballot.")},
};

static const struct act_label labels[] = {
    {NULL, "access", N_("Access"),
     N_("Open: every member may join. Closed: by invitation, and only those that it admits.")},
    {NULL, "active", N_("Active members"),
     N_("How many of the voters are active members, where the rule counts them.")},
    {NULL, "admits", N_("Admits"),
     N_("Of a closed group: whom it may invite, by the origin of their capital.")},
    {NULL, "applied-in", N_("Applied in"), N_("The draft in which the text was changed so.")},
    {NULL, "ballot", N_("Ballot"), NULL},
    {"mandate.granted", "ballot", N_("Ballot"), N_("Of a proxy: in which ballot.")},
    {NULL, "body", N_("Body"), N_("The committee or a working group. Left out: the committee.")},
    {NULL, "carries", N_("Earlier round"), N_("Whose votes stand on unless they are changed.")},
    {NULL, "category", N_("Category of interest"),
     N_("By the words of the process: user, maker, …")},
    {NULL, "closes", N_("Closes"),
     N_("A day, or +60 for 60 days from now. Left out: after the usual days.")},
    {"comments.extended", "closes", N_("New end"), N_("A day, or +60 for 60 days from now.")},
    {NULL, "comment", N_("Comment"), N_("Its number: c-12.")},
    {NULL, "country", N_("Country"), N_("Two letters, by ISO 3166-1: CN, DE.")},
    {NULL, "decision", N_("Decision"), NULL},
    {NULL, "document", N_("Paper"),
     N_("The paper behind it. It is kept beside the record, not in it.")},
    {"document.filed", "document", N_("Which paper"), NULL},
    {NULL, "draft", N_("Draft"), N_("Left out: the newest one.")},
    {NULL, "family", N_("Family of organisations"),
     N_("Related organisations count once where a rule says so.")},
    {NULL, "file", N_("File"), N_("It goes into the public record.")},
    {NULL, "for-organisation", N_("Votes for"),
     N_("Of a proxy: the organisation that gives its vote away.")},
    {NULL, "from", N_("From"), N_("A day. Left out: now.")},
    {NULL, "group", N_("Working group"), NULL},
    {"project.proposed", "group", N_("Working group"),
     N_("That drafts it. Left out: the committee itself does.")},
    {NULL, "id", N_("Number"), N_("Left out: the next free one.")},
    {"group.opened", "id", N_("Short name"),
     N_("Letters, digits and hyphens: WG3. Left out: the next free number.")},
    {NULL, "in-force", N_("In force from"), NULL},
    {NULL, "kind", N_("Kind of mandate"), NULL},
    {NULL, "languages", N_("Languages"), N_("In which the text is published.")},
    {NULL, "lead", N_("Lead organisation"), N_("It leads the drafting.")},
    {NULL, "mail", N_("Mail address"),
     N_("Kept beside the record, and seen by the secretariat alone.")},
    {NULL, "mandate", N_("Mandate"), NULL},
    {NULL, "membership", N_("Seat"), NULL},
    {NULL, "name-en", N_("Name (English)"), NULL},
    {NULL, "name-zh", N_("Name (Chinese)"), NULL},
    {NULL, "number", N_("Number of the standard"), N_("As it is printed: GB/T 12345-2026.")},
    {NULL, "of", N_("Entry"), N_("The number of the entry that is corrected.")},
    {NULL, "organisation", N_("Organisation"), NULL},
    {"mandate.granted", "organisation", N_("Organisation"), N_("Left out: the person's own.")},
    {NULL, "origin", N_("Origin of its capital"), NULL},
    {NULL, "outcome", N_("Outcome"), NULL},
    {NULL, "person", N_("Person"), NULL},
    {"membership.granted", "person", N_("Person"),
     N_("Where the member is a person, not the organisation.")},
    {NULL, "population", N_("Population"),
     N_("Of a national body's country, where a rule counts it.")},
    {NULL, "process", N_("Process"), NULL},
    {NULL, "project", N_("Project"), N_("Of a proxy: whose ballot it is.")},
    {NULL, "question-en", N_("Question (English)"), N_("Left out: as the rule words it.")},
    {NULL, "question-zh", N_("Question (Chinese)"), N_("Left out: as the rule words it.")},
    {NULL, "reason", N_("Reason"), NULL},
    {"disposition.set", "reason", N_("Reason"),
     N_("Needed where a comment is accepted partly or not.")},
    {"group.opened", "reason", N_("Reason"),
     N_("Why the group is closed. It stands in the public record.")},
    {"group.changed", "reason", N_("Reason"),
     N_("Why the group is closed. It stands in the public record.")},
    {"membership.ended", "reason", N_("Reason"),
     N_("Needed where the member does not leave by itself.")},
    {"stage.entered", "reason", N_("Reason"), N_("Where the process asks for one.")},
    {"text.published", "reason", N_("Reason"),
     N_("Why the text differs from the one that was approved, where it does.")},
    {NULL, "recused", N_("Recused"),
     N_("Voters who took part in the drafting or have an interest, where the rule recuses them: "
        "their ids, parted by commas.")},
    {NULL, "role", N_("Role"), N_("Left out: member.")},
    {NULL, "rule-key", N_("Rule"), N_("Left out: the only one of this stage.")},
    {NULL, "sealed", N_("Sealed: nobody sees a vote before the ballot is closed"), NULL},
    {NULL, "shown-by", N_("Paper of the authority above"),
     N_("Where that authority decides. It goes into the public record.")},
    {NULL, "standing", N_("Standing"), N_("By the words of the process: P, O, full.")},
    {NULL, "text", N_("Correction"), N_("What was wrong, and what is right.")},
    {NULL, "title-en", N_("Title (English)"), NULL},
    {NULL, "title-zh", N_("Title (Chinese)"), NULL},
    {NULL, "to", N_("Stage"), N_("That the project enters.")},
    {NULL, "until", N_("Until"), N_("A day. Left out: without an end.")},
    {NULL, "voters", N_("Voters"), N_("Where the rule takes a list: their ids, parted by commas.")},
    {NULL, "weight", N_("Weight of its vote"), N_("Where a rule weighs votes.")},
    {NULL, "writeup", N_("Longer text"),
     N_("A file, where the reason does not fit. It goes into the public record.")},
};
/* clang-format on */

/* The order in which people think of them; what is not here comes behind. */
static const char *const order[] = {
    "group",      "id",          "name-en",     "name-zh",  "title-en",     "title-zh",
    "membership", "mandate",     "person",      "kind",     "organisation", "for-organisation",
    "body",       "role",        "standing",    "process",  "lead",         "project",
    "ballot",     "comment",     "decision",    "to",       "document",     "file",
    "outcome",    "question-en", "question-zh", "rule-key", "draft",        "carries",
    "access",     "admits",      "origin",      "country",  "category",     "family",
    "population", "weight",      "number",      "in-force", "languages",    "mail",
    "from",       "until",       "closes",      "sealed",   "voters",       "recused",
    "active",     "applied-in",  "of",          "text",     "reason",       "writeup",
    "shown-by",
};

/* Of a proxy alone: behind what every mandate has. */
static bool
is_of_proxy(const struct event_kind *k, const char *name)
{
    static const char *const names[] = {"for-organisation", "project", "ballot"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(k->name, "mandate.granted") == 0 && strcmp(names[i], name) == 0)
            return true;
    return false;
}

size_t
act_rank(const struct event_kind *k, const char *name)
{
    size_t i = is_of_proxy(k, name) ? COUNT_OF(order) : 0;
    while (i < COUNT_OF(order) && strcmp(order[i], name) != 0)
        i++;
    return i;
}

const char *
act_about(const struct event_kind *k)
{
    for (size_t i = 0; i < COUNT_OF(abouts); i++)
        if (strcmp(abouts[i].type, k->name) == 0)
            return abouts[i].about;
    return k->summary;
}

const struct act_label *
act_label(const struct event_kind *k, const char *name)
{
    const struct act_label *any = NULL;
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        const struct act_label *l = &labels[i];
        if (strcmp(l->name, name) != 0)
            continue;
        if (l->type && strcmp(l->type, k->name) == 0)
            return l;
        if (!l->type)
            any = l;
    }
    return any;
}
