/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML from outside, as events, on expat. Names come without their prefix, with
 * the namespace beside them.
 *
 * A document type is refused where it starts, so there are no entities but the
 * five of XML itself and nothing grows past the input. Encodings: UTF-8, UTF-16,
 * ISO-8859-1, US-ASCII; texts are given as UTF-8.
 *
 * Spec: XML 1.0 (fifth edition), Namespaces in XML 1.0.
 */
#pragma once

#include "base/err.h"
#include "base/slice.h"

#define XML_TEXT_MAX ((size_t)128 << 20) /* octets of the input */
#define XML_DEPTH_MAX 64                 /* elements within each other */
#define XML_ATTRIBUTES_MAX 64            /* of one element */
#define XML_NAME_MAX 1024                /* octets of a name with its namespace */

struct xml_attribute {
    struct slice ns, name, value; /* ns is empty without a prefix */
};

struct xml_element {
    struct slice ns, name;
    const struct xml_attribute *attributes;
    size_t n;
};

/* A false ends the reading, and its err is that of xml_read. All is borrowed for the call. */
struct xml_handler {
    void *ctx;
    bool (*open)(void *ctx, const struct xml_element *el, struct err *e);
    bool (*close)(void *ctx, struct slice ns, struct slice name, struct err *e);
    bool (*text)(void *ctx, struct slice text, struct err *e); /* in pieces; may be null */
};

/* Errors of XML read "line:column: what". */
MUST_USE bool xml_read(struct slice octets, const struct xml_handler *h, struct err *e);

/* The value of an attribute without a prefix; null p where it is absent. */
struct slice xml_attribute(const struct xml_element *el, struct slice name);
