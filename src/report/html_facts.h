/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of the HTML report that shows what was seen of a target: the
 * facts of each of its assets, and what could not be learnt, with the reason.
 */
#pragma once

#include "base/buf.h"
#include "model/evidence.h"

void html_facts(struct buf *out, const struct evidence *ev);
