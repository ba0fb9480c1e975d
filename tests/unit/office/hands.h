/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the office's tests share: a busy committee, whether its record is sound, and a hand that
 * changes its database behind its back.
 */
#pragma once

#include "office/verify.h"
#include "support/bureau.h"

void must(bool ok, const struct err *e); /* else the test fails with its words */
void by_hand(const struct bureau *b, const char *sql);
char *in_dir(const struct bureau *b, const char *name);
void verified_at(struct verified *v, struct bureau *b, const char *dir, const char *earlier);
void is_sound(struct bureau *b);
/* A committee with a project, three comments and two votes in it; gives the project's id. */
const char *busy(struct bureau *b);
void reopened(struct bureau *b);
