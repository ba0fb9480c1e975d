/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who a committee consists of: `organisation`, `person`, `member`, `mandate`, `group`.
 */
#include "cli/committee_people.h"
#include "cli/committee_act.h"
#include "cli/committee_list.h"
#include "cli/committee_verbs.h"

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define COLUMNS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- organisation ----------------------------------------------------------------------------*/

static const struct act_arguments organisation_add = {.type = "organisation.admitted"};
static const struct act_arguments organisation_change = {
    .type = "organisation.changed", .places = PLACES("organisation"), .need = 1};
static const struct list_form organisations = {
    .table = ROWS_ORGANISATION,
    .columns = COLUMNS("id", "origin", "country", "category", "name_zh", "name_en"),
    .none = "no organisations",
};

static const struct command organisation_add_verb =
    ACT_COMMAND("add", "--name-en TEXT --name-zh TEXT --origin WORD",
                "an organisation, so that it can be a member", organisation_add);
static const struct command organisation_change_verb =
    ACT_COMMAND("change", "ORGANISATION [--name-en TEXT] …", "what it is called, its category",
                organisation_change);
static const struct command organisation_list_verb =
    LIST_COMMAND("", "all organisations", organisations);
static const struct command *const organisation_verbs[] = {
    &organisation_add_verb, &organisation_change_verb, &organisation_list_verb, NULL};

const struct command committee_organisation_group = {
    .name = "organisation",
    .synopsis = "COMMAND",
    .summary = "companies, institutes, agencies, national bodies",
    .verbs = organisation_verbs,
};

/* ---- person ----------------------------------------------------------------------------------*/

static const struct act_arguments person_add = {
    .type = "person.registered", .places = PLACES("organisation"), .need = 1};
static const struct command person_add_verb =
    ACT_COMMAND("add", "ORGANISATION --name-en NAME [--name-zh NAME] [--mail ADDRESS]",
                "a person who works for it; the name stays beside the record", person_add);
static const struct command *const person_verbs[] = {&person_add_verb, &person_list_verb,
                                                     &person_forget_verb, NULL};

const struct command committee_person_group = {
    .name = "person",
    .synopsis = "COMMAND",
    .summary = "people; their names are kept beside the record and can be forgotten",
    .verbs = person_verbs,
};

/* ---- member ----------------------------------------------------------------------------------*/

static const struct act_arguments member_add = {
    .type = "membership.granted", .places = PLACES("organisation"), .need = 1};
static const struct act_arguments member_confirm = {
    .type = "membership.confirmed", .places = PLACES("membership"), .need = 1};
static const struct act_arguments member_end = {
    .type = "membership.ended", .places = PLACES("membership"), .need = 1};
static const struct list_form members = {
    .table = ROWS_MEMBERSHIP,
    .columns = COLUMNS("id", "body", "role", "standing", "confirmed", "person", "organisation"),
    .places = PLACES("body"),
    .none = "no members; comity committee member add ORGANISATION makes one",
};

static const struct command member_add_verb =
    ACT_COMMAND("add", "ORGANISATION [--body GROUP] [--person ID] [--role WORD]",
                "a seat in the committee or a group", member_add);
static const struct command member_confirm_verb =
    ACT_COMMAND("confirm", "MEMBERSHIP", "the member says itself that it is one", member_confirm);
static const struct command member_end_verb =
    ACT_COMMAND("end", "MEMBERSHIP [--reason TEXT]", "it leaves, or its seat is taken", member_end);
static const struct command member_list_verb =
    LIST_COMMAND("[BODY]", "seats: of the committee and of groups", members);
static const struct command *const member_verbs[] = {&member_add_verb, &member_confirm_verb,
                                                     &member_end_verb, &member_list_verb, NULL};

const struct command committee_member_group = {
    .name = "member",
    .synopsis = "COMMAND",
    .summary = "seats in the committee and its groups",
    .verbs = member_verbs,
};

/* ---- mandate ---------------------------------------------------------------------------------*/

static const struct act_arguments mandate_give = {
    .type = "mandate.granted", .places = PLACES("person", "kind"), .need = 2};
static const struct act_arguments mandate_end = {
    .type = "mandate.ended", .places = PLACES("mandate"), .need = 1};
static const struct list_form mandates = {
    .table = ROWS_MANDATE,
    .columns = COLUMNS("id", "kind", "body", "person", "organisation"),
    .places = PLACES("organisation"),
    .none = "no mandates",
};

static const struct command mandate_give_verb =
    ACT_COMMAND("give", "PERSON delegate|alternate|proxy|expert|convenor|secretary|chair",
                "let a person act for an organisation, from a day to a day", mandate_give);
static const struct command mandate_end_verb =
    ACT_COMMAND("end", "MANDATE [--reason TEXT]", "it ends now", mandate_end);
static const struct command mandate_list_verb =
    LIST_COMMAND("[ORGANISATION]", "who may act for whom", mandates);
static const struct command *const mandate_verbs[] = {&mandate_give_verb, &mandate_end_verb,
                                                      &mandate_list_verb, NULL};

const struct command committee_mandate_group = {
    .name = "mandate",
    .synopsis = "COMMAND",
    .summary = "who may act for whom, from when to when",
    .verbs = mandate_verbs,
};

/* ---- group -----------------------------------------------------------------------------------*/

static const struct act_arguments group_open = {.type = "group.opened", .places = PLACES("id")};
static const struct act_arguments group_change = {
    .type = "group.changed", .places = PLACES("group"), .need = 1};
static const struct act_arguments group_invite = {
    .type = "group.invited", .places = PLACES("group", "organisation"), .need = 2};
static const struct act_arguments group_close = {
    .type = "group.closed", .places = PLACES("group"), .need = 1};
static const struct list_form groups = {
    .table = ROWS_GROUP,
    .columns = COLUMNS("id", "access", "name_zh", "name_en", "reason"),
    .none = "no working groups; comity committee group open makes one",
};

static const struct command group_open_verb =
    ACT_COMMAND("open", "[ID] --name-en TEXT --access open|closed",
                "a working group; a closed one says whom it admits and why", group_open);
static const struct command group_change_verb = ACT_COMMAND(
    "change", "GROUP --access open|closed", "open or close it, or admit others", group_change);
static const struct command group_invite_verb = ACT_COMMAND(
    "invite", "GROUP ORGANISATION", "let an organisation join a closed group", group_invite);
static const struct command group_close_verb =
    ACT_COMMAND("end", "GROUP [--reason TEXT]", "the group is done", group_close);
static const struct command group_list_verb =
    LIST_COMMAND("", "working groups, and who cannot join them", groups);
static const struct command *const group_verbs[] = {&group_open_verb,
                                                    &group_change_verb,
                                                    &group_invite_verb,
                                                    &group_shut_verb,
                                                    &group_close_verb,
                                                    &group_list_verb,
                                                    NULL};

const struct command committee_working_group = {
    .name = "group",
    .synopsis = "COMMAND",
    .summary = "working groups, open and closed",
    .verbs = group_verbs,
};
