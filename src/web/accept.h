/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether somebody asks for JSON rather than a page (RFC 9110, 12.5.1). A page, where both are as
 * good.
 */
#pragma once

#include "base/slice.h"

bool accept_json(struct slice accept);
