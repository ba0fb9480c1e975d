/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/process_tables.h"

const char *const stage_act_names[STAGE_ACTS] = {"draft",  "comment", "dispose",
                                                 "ballot", "publish", "review"};
const char *const process_role_names[PROCESS_ROLES] = {"secretary", "chair", "convenor", "lead",
                                                       "authority"};
const char *const stage_end_names[STAGE_ABOLISHED + 1] = {"goes-on", "published", "withdrawn",
                                                          "abolished"};

#define CITE(T) SHAPE_FIELD(T, cite, "", SHAPE_HERE, .shape = &cite_shape)
#define LIST(T, m, k, of, most) SHAPE_FIELD(T, m, k, SHAPE_LIST, .shape = &(of), .max = (most))

static const struct shape_field transition_fields[] = {
    SHAPE_FIELD(transition, to, "to", SHAPE_KEY, .required = true),
    SHAPE_FIELD(transition, name, "name", SHAPE_LANGS, 0),
    SHAPE_FIELD(transition, by, "by", SHAPE_MASK, .required = true, WORDS(process_role_names)),
    SHAPE_FIELD(transition, ballot, "ballot", SHAPE_KEY, 0),
    SHAPE_FIELD(transition, outcomes, "outcomes", SHAPE_MASK, .words = outcome_names,
                .nwords = OUTCOME_JUDGED + 1),
    SHAPE_FIELD(transition, draft, "draft", SHAPE_BOOL, 0),
    SHAPE_FIELD(transition, comment_period, "comment_period", SHAPE_BOOL, 0),
    SHAPE_FIELD(transition, comments_disposed, "comments_disposed", SHAPE_BOOL, 0),
    SHAPE_FIELD(transition, reason, "reason", SHAPE_BOOL, 0),
    SHAPE_FIELD(transition, min_days, "min_days", SHAPE_INT, .min = 1, .max = RULE_DAYS_MAX),
    SHAPE_FIELD(transition, max_days, "max_days", SHAPE_INT, .min = 1, .max = RULE_DAYS_MAX),
    SHAPE_FIELD(transition, documents, "documents", SHAPE_KEYS, .max = PROCESS_DOCUMENTS_MAX),
    CITE(transition),
};
static const struct shape transition_shape = SHAPE_OF(transition, transition_fields);

static const struct shape_field stage_fields[] = {
    SHAPE_FIELD(stage, id, "id", SHAPE_KEY, .required = true),
    SHAPE_FIELD(stage, code, "code", SHAPE_TEXT, 0),
    SHAPE_FIELD(stage, name, "name", SHAPE_LANGS, .required = true),
    SHAPE_FIELD(stage, document, "document", SHAPE_KEY, 0),
    SHAPE_FIELD(stage, acts, "acts", SHAPE_MASK, WORDS(stage_act_names)),
    SHAPE_FIELD(stage, comment, "comment", SHAPE_ONE, .shape = &period_shape),
    SHAPE_FIELD(stage, public_comments, "public_comments", SHAPE_BOOL, 0),
    SHAPE_FIELD(stage, review_days, "review_days", SHAPE_INT, .min = 1, .max = RULE_DAYS_MAX),
    SHAPE_FIELD(stage, ballots, "ballots", SHAPE_KEYS, .max = PROCESS_RULES_MAX),
    LIST(stage, next, "next", transition_shape, PROCESS_STAGES_MAX),
    SHAPE_FIELD(stage, end, "end", SHAPE_CHOICE, WORDS(stage_end_names)),
    CITE(stage),
};
static const struct shape stage_shape = SHAPE_OF(stage, stage_fields);

static const struct shape_field document_fields[] = {
    SHAPE_FIELD(process_document, key, "key", SHAPE_KEY, .required = true),
    SHAPE_FIELD(process_document, name, "name", SHAPE_LANGS, .required = true),
};
static const struct shape document_shape = SHAPE_OF(process_document, document_fields);

static const struct shape_field process_fields[] = {
    SHAPE_FIELD(process, id, "id", SHAPE_KEY, .required = true),
    SHAPE_FIELD(process, name, "name", SHAPE_LANGS, .required = true),
    SHAPE_FIELD(process, body, "body", SHAPE_TEXT, .required = true),
    SHAPE_FIELD(process, edition, "edition", SHAPE_TEXT, .required = true),
    SHAPE_FIELD(process, note, "note", SHAPE_LANGS, 0),
    CITE(process),
    LIST(process, sources, "sources", source_shape, RULE_SETS_MAX),
    LIST(process, documents, "documents", document_shape, PROCESS_DOCUMENTS_MAX),
    LIST(process, stages, "stages", stage_shape, PROCESS_STAGES_MAX),
    LIST(process, rules, "rules", rule_shape, PROCESS_RULES_MAX),
};
const struct shape process_shape = SHAPE_OF(process, process_fields);
