/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of CycloneDX properties in our namespace: the one table that the
 * reader (model/bom.c) and the writer (report/cyclonedx.c) share. Their
 * meaning: docs/internals/evidence.md.
 */
#pragma once

/* Of the document. N and M are numbers from 0. */
#define BOM_FORMAT "comity:format" /* BOM_FORMAT_VALUE */
#define BOM_TARGET "comity:target" /* comity:target:N, the target's name */
#define BOM_ORIGIN ":origin:"      /* comity:target:N:origin:M, a JSON object */
#define BOM_FORMAT_VALUE "1"

/* Of a service or component that carries an asset. */
#define BOM_KIND "comity:kind"           /* "tls": makes it a carrier */
#define BOM_TARGET_OF "comity:target-of" /* N; 0 where it is not given */
#define BOM_ID "comity:id"               /* the asset's id, where the bom-ref is another */
#define BOM_FACT "comity:fact:"          /* comity:fact:PATH, comity:fact:PATH:PART */

/* Of a component that only shows a carrier's facts in CycloneDX's own terms. */
#define BOM_VIEW_OF "comity:view-of" /* the carrier's bom-ref */

/* Parts of a fact behind its path. */
#define BOM_OFFERED "offered" /* sets: elements, comma-separated: 1301,c02b or =NAME */
#define BOM_REFUSED "refused" /* sets: elements that were asked and refused */
#define BOM_ORDER "order"     /* sets: elements, most preferred first */
#define BOM_OTHER "other"     /* sets: offered names that the registry lacks, a JSON array */
#define BOM_REASON "reason"   /* why (part of) it is unknown */
#define BOM_BY "by"           /* index of its origin; 0 where it is not given */
