/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/cel/re2_oracle.h"

#include <re2/re2.h>

struct re2_oracle {
    RE2 re;
};

static RE2::Options
options()
{
    RE2::Options o;
    o.set_log_errors(false);
    o.set_max_mem(256 << 20); /* its limit of size is not ours */
    return o;
}

struct re2_oracle *
re2_oracle_new(const char *pattern, size_t n)
{
    auto *o = new re2_oracle{{re2::StringPiece(pattern, n), options()}};
    if (o->re.ok())
        return o;
    delete o;
    return nullptr;
}

void
re2_oracle_free(struct re2_oracle *re)
{
    delete re;
}

bool
re2_oracle_match(const struct re2_oracle *re, const char *text, size_t n)
{
    return RE2::PartialMatch(re2::StringPiece(text, n), re->re);
}
