/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Projects: how they begin, move, wait and end; their papers; publication, review, corrections.
 */
#include "cli/committee_project.h"
#include "cli/committee_act.h"
#include "cli/committee_list.h"
#include "cli/committee_verbs.h"

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define COLUMNS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- project ---------------------------------------------------------------------------------*/

static const struct act_arguments propose = {
    .type = "project.proposed", .places = PLACES("process"), .need = 1};

static const struct act_arguments advance = {
    .type = "stage.entered", .places = PLACES("project", "to"), .need = 2};

static const struct act_arguments suspend = {
    .type = "project.suspended", .places = PLACES("project"), .need = 1};
static const struct act_arguments resume = {
    .type = "project.resumed", .places = PLACES("project"), .need = 1};
static const struct act_arguments withdraw = {
    .type = "project.withdrawn", .places = PLACES("project"), .need = 1};
static const struct act_arguments rules = {
    .type = "project.ruled", .places = PLACES("project"), .need = 1};

static const struct list_form projects = {
    .table = ROWS_PROJECT,
    .columns = COLUMNS("id", "stage", "status", "group", "lead", "title_zh", "title_en"),
    .none = "no projects; comity committee project propose PROCESS --title-en TEXT --lead "
            "ORGANISATION begins one",
};

static const struct command propose_verb =
    ACT_COMMAND("propose", "PROCESS --title-en TEXT --lead ORGANISATION [--group GROUP]",
                "begin a project under an adopted process", propose);
static const struct command list_verb = LIST_COMMAND("", "all projects", projects);
static const struct command advance_verb = ACT_COMMAND(
    "advance", "PROJECT STAGE", "to the next stage; refused while something is open", advance);
static const struct command suspend_verb =
    ACT_COMMAND("suspend", "PROJECT --reason TEXT", "it waits", suspend);
static const struct command resume_verb =
    ACT_COMMAND("resume", "PROJECT --reason TEXT", "it goes on", resume);
static const struct command withdraw_verb =
    ACT_COMMAND("withdraw", "PROJECT --reason TEXT", "it stops before publication", withdraw);
static const struct command rules_verb =
    ACT_COMMAND("rules", "PROJECT --reason TEXT",
                "go over to the newest adopted version of its process", rules);
static const struct command *const project_verbs[] = {
    &propose_verb, &list_verb,     &project_status_verb, &advance_verb, &suspend_verb,
    &resume_verb,  &withdraw_verb, &rules_verb,          NULL};

const struct command committee_project_group = {
    .name = "project",
    .synopsis = "COMMAND",
    .summary = "projects: begin, move, wait, end; where they stand and what is due",
    .verbs = project_verbs,
};

/* ---- document --------------------------------------------------------------------------------*/

static const struct act_arguments file_form = {
    .type = "document.filed", .places = PLACES("project", "document", "file"), .need = 3};
static const struct command document_file_verb =
    ACT_COMMAND("file", "PROJECT DOCUMENT FILE",
                "a paper that the process asks for: explanation, minutes, plan", file_form);
static const struct command *const document_verbs[] = {&document_file_verb, NULL};

const struct command committee_document_group = {
    .name = "document",
    .synopsis = "COMMAND",
    .summary = "papers that the process asks for beside the draft",
    .verbs = document_verbs,
};

/* ---- publish, review, correct ----------------------------------------------------------------*/

static const struct act_arguments publish = {
    .type = "text.published", .places = PLACES("project", "number"), .need = 2};
const struct command committee_publish_verb =
    ACT_COMMAND("publish", "PROJECT NUMBER --in-force DATE --languages zh,en",
                "publish the approved text under its number", publish);

static const struct act_arguments abolish = {
    .type = "text.withdrawn", .places = PLACES("project"), .need = 1};
static const struct act_arguments decide = {
    .type = "review.decided", .places = PLACES("project", "decision"), .need = 2};
static const struct command review_decide_verb =
    ACT_COMMAND("decide", "PROJECT keep|revise|withdraw --reason TEXT",
                "the outcome of the periodic review", decide);
static const struct command review_withdraw_verb =
    ACT_COMMAND("withdraw", "PROJECT --reason TEXT", "the published text is out of force", abolish);
static const struct command *const review_verbs[] = {&review_decide_verb, &review_withdraw_verb,
                                                     NULL};

const struct command committee_review_group = {
    .name = "review",
    .synopsis = "COMMAND",
    .summary = "what becomes of a published text",
    .verbs = review_verbs,
};

static const struct act_arguments correct = {
    .type = "correction.made", .places = PLACES("project", "of"), .need = 2};
const struct command committee_correct_verb =
    ACT_COMMAND("correct", "PROJECT ENTRY --text TEXT",
                "correct an earlier entry, visibly: both stay in the record", correct);
