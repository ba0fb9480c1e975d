/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text for people in the two languages of the committee.
 */
#pragma once

#include "base/slice.h"

struct langs {
    struct slice en, zh; /* one may be empty where the field says so */
};

/* The text in Chinese where `zh`, else in English; the other one where that is empty. */
static inline struct slice
langs_get(const struct langs *l, bool zh)
{
    return (zh && l->zh.n) || l->en.n == 0 ? l->zh : l->en;
}
