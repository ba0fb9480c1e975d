/* SPDX-License-Identifier: Apache-2.0 */
/* The hostile servers of TLS 1.3: rows for peer_hostile.c. */
#pragma once

#include "support/peer_hostile.h"

const struct hostile *hostile13(size_t *n);
