/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UUIDs of names: RFC 9562, section 5.5 (version 5). The same name in the same
 * space gives the same UUID, so that a document can be written twice alike.
 */
#pragma once

#include "base/arena.h"

struct uuid {
    uint8_t octets[16];
};

/* The space of URLs (RFC 9562, section 6.6). */
extern const struct uuid uuid_space_url;

struct uuid uuid_of_name(const struct uuid *space, struct slice name);

/* "6ba7b811-9dad-11d1-80b4-00c04fd430c8" */
struct slice uuid_print(struct arena *a, const struct uuid *u);
