/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/rule_tables.h"

const char *const cite_read_names[CITE_RECALLED + 1] = {"as-source", "primary", "rendering",
                                                        "secondary", "recalled"};
const char *const vote_kind_names[VOTE_KINDS] = {"yes",   "no",      "abstain",
                                                 "block", "neutral", "recuse"};
static const char *const reason_words[] = {"optional", "or-void", "required"};
static const char *const measure_words[] = {"votes", "weight", "population"};
static const char *const over_words[] = {"yes-no", "cast", "all", "active", "no"};
static const char *const body_words[] = {"committee", "group", "list"};
static const char *const member_words[] = {"organisations", "persons"};
static const char *const unit_words[] = {"voter", "organisation", "family", "nation",
                                         "family-position"};
static const char *const silence_words[] = {"void", "assent", "abstain"};
static const char *const revote_words[] = {"until-close", "never"};
static const char *const recusal_words[] = {"none", "drafters"};
static const char *const recirculate_words[] = {"never", "new-negatives"};

#define CITE(T) SHAPE_FIELD(T, cite, "", SHAPE_HERE, .shape = &cite_shape)

static const struct shape_field source_fields[] = {
    SHAPE_FIELD(source, key, "key", SHAPE_KEY, .required = true),
    SHAPE_FIELD(source, title, "title", SHAPE_TEXT, .required = true),
    SHAPE_FIELD(source, url, "url", SHAPE_TEXT, 0),
    SHAPE_FIELD(source, read, "read", SHAPE_CHOICE, .required = true, .words = reading_names,
                .nwords = READ_RECALLED + 1),
    SHAPE_FIELD(source, as_of, "as_of", SHAPE_TEXT, .required = true),
};
const struct shape source_shape = SHAPE_OF(source, source_fields);

static const struct shape_field cite_fields[] = {
    SHAPE_FIELD(cite, source, "source", SHAPE_KEY, 0),
    SHAPE_FIELD(cite, clause, "clause", SHAPE_TEXT, 0),
    SHAPE_FIELD(cite, read, "read", SHAPE_CHOICE, WORDS(cite_read_names)),
    SHAPE_FIELD(cite, remark, "remark", SHAPE_LANGS, 0),
};
const struct shape cite_shape = SHAPE_OF(cite, cite_fields);

static const struct shape_field cite_of_fields[] = {
    SHAPE_FIELD(cite_of, value, "value", SHAPE_KEY, .required = true),
    CITE(cite_of),
};
static const struct shape cite_of_shape = SHAPE_OF(cite_of, cite_of_fields);

static const struct shape_field position_fields[] = {
    SHAPE_FIELD(position, key, "key", SHAPE_KEY, .required = true),
    SHAPE_FIELD(position, name, "name", SHAPE_LANGS, .required = true),
    SHAPE_FIELD(position, counts, "counts", SHAPE_CHOICE, .required = true, WORDS(vote_kind_names)),
    SHAPE_FIELD(position, reason, "reason", SHAPE_CHOICE, WORDS(reason_words)),
};
static const struct shape position_shape = SHAPE_OF(position, position_fields);

static const struct shape_field voter_set_fields[] = {
    SHAPE_FIELD(voter_set, key, "key", SHAPE_KEY, .required = true),
    SHAPE_FIELD(voter_set, name, "name", SHAPE_LANGS, .required = true),
};
static const struct shape voter_set_shape = SHAPE_OF(voter_set, voter_set_fields);

static const struct shape_field test_fields[] = {
    SHAPE_FIELD(rule_test, key, "key", SHAPE_KEY, .required = true),
    SHAPE_FIELD(rule_test, name, "name", SHAPE_LANGS, 0),
    SHAPE_FIELD(rule_test, counts, "counts", SHAPE_MASK, .required = true, WORDS(vote_kind_names)),
    SHAPE_FIELD(rule_test, with, "with", SHAPE_KEY, 0),
    SHAPE_FIELD(rule_test, in, "in", SHAPE_KEY, 0),
    SHAPE_FIELD(rule_test, measure, "measure", SHAPE_CHOICE, WORDS(measure_words)),
    SHAPE_FIELD(rule_test, num, "num", SHAPE_INT, .min = 1, .max = RULE_NUMBER_MAX),
    SHAPE_FIELD(rule_test, den, "den", SHAPE_INT, .min = 1, .max = RULE_NUMBER_MAX),
    SHAPE_FIELD(rule_test, over, "over", SHAPE_CHOICE, WORDS(over_words)),
    SHAPE_FIELD(rule_test, strict, "strict", SHAPE_BOOL, 0),
    SHAPE_FIELD(rule_test, empty, "empty", SHAPE_BOOL, 0),
    SHAPE_FIELD(rule_test, least, "least", SHAPE_INT, .min = 1, .max = RULE_LEAST_MAX),
    SHAPE_FIELD(rule_test, if_from, "if_from", SHAPE_INT, .min = 1, .max = RULE_LEAST_MAX),
    SHAPE_FIELD(rule_test, if_to, "if_to", SHAPE_INT, .min = 1, .max = RULE_LEAST_MAX),
    CITE(rule_test),
};
static const struct shape test_shape = SHAPE_OF(rule_test, test_fields);
#define TESTS(T, m, k) SHAPE_FIELD(T, m, k, SHAPE_LIST, .shape = &test_shape, .max = RULE_TESTS_MAX)

static const struct shape_field band_fields[] = {
    SHAPE_FIELD(rule_band, num, "num", SHAPE_INT, .required = true, .min = 0,
                .max = RULE_NUMBER_MAX),
    SHAPE_FIELD(rule_band, den, "den", SHAPE_INT, .required = true, .min = 1,
                .max = RULE_NUMBER_MAX),
    SHAPE_FIELD(rule_band, strict, "strict", SHAPE_BOOL, 0),
    TESTS(rule_band, pass, "pass"),
    CITE(rule_band),
};
static const struct shape band_shape = SHAPE_OF(rule_band, band_fields);

static const struct shape_field electorate_fields[] = {
    SHAPE_FIELD(electorate, body, "body", SHAPE_CHOICE, .required = true, WORDS(body_words)),
    SHAPE_FIELD(electorate, members, "members", SHAPE_CHOICE, .required = true,
                WORDS(member_words)),
    SHAPE_FIELD(electorate, standings, "standings", SHAPE_KEYS, .max = RULE_SETS_MAX),
    SHAPE_FIELD(electorate, observers, "observers", SHAPE_BOOL, 0),
    SHAPE_FIELD(electorate, name, "name", SHAPE_LANGS, .required = true),
    SHAPE_FIELD(electorate, least, "least", SHAPE_INT, .min = 1, .max = RULE_LEAST_MAX),
    CITE(electorate),
};
static const struct shape electorate_shape = SHAPE_OF(electorate, electorate_fields);

static const struct shape_field period_fields[] = {
    SHAPE_FIELD(period, min, "min", SHAPE_INT, .min = 1, .max = RULE_DAYS_MAX),
    SHAPE_FIELD(period, max, "max", SHAPE_INT, .min = 1, .max = RULE_DAYS_MAX),
    SHAPE_FIELD(period, usual, "usual", SHAPE_INT, .min = 1, .max = RULE_DAYS_MAX),
    CITE(period),
};
const struct shape period_shape = SHAPE_OF(period, period_fields);

static const struct shape_field balance_fields[] = {
    SHAPE_FIELD(balance, num, "num", SHAPE_INT, .min = 1, .max = RULE_NUMBER_MAX),
    SHAPE_FIELD(balance, den, "den", SHAPE_INT, .min = 1, .max = RULE_NUMBER_MAX),
    CITE(balance),
};
static const struct shape balance_shape = SHAPE_OF(balance, balance_fields);

static const struct shape_field second_fields[] = {
    SHAPE_FIELD(second_count, in, "in", SHAPE_KEY, .required = true),
    CITE(second_count),
};
static const struct shape second_shape = SHAPE_OF(second_count, second_fields);

static const struct shape_field appeal_fields[] = {
    SHAPE_FIELD(appeal, days, "days", SHAPE_INT, .min = 1, .max = RULE_DAYS_MAX),
    SHAPE_FIELD(appeal, to, "to", SHAPE_TEXT, .required = true),
    CITE(appeal),
};
static const struct shape appeal_shape = SHAPE_OF(appeal, appeal_fields);

static const struct shape_field rule_fields[] = {
    SHAPE_FIELD(rule, key, "key", SHAPE_KEY, .required = true),
    SHAPE_FIELD(rule, process, "process", SHAPE_KEY, 0),
    SHAPE_FIELD(rule, name, "name", SHAPE_LANGS, .required = true),
    SHAPE_FIELD(rule, question, "question", SHAPE_LANGS, 0),
    SHAPE_FIELD(rule, electorate, "electorate", SHAPE_ONE, .required = true,
                .shape = &electorate_shape),
    SHAPE_FIELD(rule, unit, "unit", SHAPE_CHOICE, WORDS(unit_words)),
    SHAPE_FIELD(rule, sets, "sets", SHAPE_LIST, .shape = &voter_set_shape, .max = RULE_SETS_MAX),
    SHAPE_FIELD(rule, positions, "positions", SHAPE_LIST, .shape = &position_shape,
                .max = RULE_POSITIONS_MAX),
    SHAPE_FIELD(rule, period, "period", SHAPE_ONE, .shape = &period_shape),
    SHAPE_FIELD(rule, balance, "balance", SHAPE_ONE, .shape = &balance_shape),
    TESTS(rule, quorum, "quorum"),
    TESTS(rule, pass, "pass"),
    TESTS(rule, block, "block"),
    SHAPE_FIELD(rule, bands, "bands", SHAPE_LIST, .shape = &band_shape, .max = RULE_TESTS_MAX),
    SHAPE_FIELD(rule, second, "second", SHAPE_ONE, .shape = &second_shape),
    SHAPE_FIELD(rule, silence, "silence", SHAPE_CHOICE, WORDS(silence_words)),
    SHAPE_FIELD(rule, revote, "revote", SHAPE_CHOICE, WORDS(revote_words)),
    SHAPE_FIELD(rule, recusal, "recusal", SHAPE_CHOICE, WORDS(recusal_words)),
    SHAPE_FIELD(rule, conditional, "conditional", SHAPE_BOOL, 0),
    SHAPE_FIELD(rule, proxies, "proxies", SHAPE_BOOL, 0),
    SHAPE_FIELD(rule, recirculate, "recirculate", SHAPE_CHOICE, WORDS(recirculate_words)),
    SHAPE_FIELD(rule, judged_by, "judged_by", SHAPE_KEY, 0),
    SHAPE_FIELD(rule, appeal, "appeal", SHAPE_ONE, .shape = &appeal_shape),
    CITE(rule),
    SHAPE_FIELD(rule, cites, "cites", SHAPE_LIST, .shape = &cite_of_shape, .max = RULE_SETS_MAX),
    SHAPE_FIELD(rule, sources, "sources", SHAPE_LIST, .shape = &source_shape, .max = RULE_SETS_MAX),
};
const struct shape rule_shape = SHAPE_OF(rule, rule_fields);
