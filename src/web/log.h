/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's log, on standard error: one line each, controls made visible. Never what was sent:
 * no query, no cookie, no body.
 */
#pragma once

#include "base/attr.h"

void log_fault(const char *fmt, ...) PRINTF_LIKE(1, 2);
