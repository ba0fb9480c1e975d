/* SPDX-License-Identifier: Apache-2.0 */
#include "office/comment_object.h"

#include "crypto/crypto.h"

#define PROPOSAL_MAX ((size_t)512 << 10)

static struct json_node *
anchor_json(struct arena *a, const struct anchor *an)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "clause", an->clause);
    json_put_text(a, n, "digest",
                  arena_printf(a, "sha256:%.*s",
                               SL_FMT(crypto_hex(a, slice_of(an->digest, sizeof an->digest)))));
    json_put_text_if(a, n, "element", an->element);
    json_put_text(a, n, "language", slice_str(draft_language_names[an->language]));
    json_put_text_if(a, n, "quote", an->quote);
    json_put_int(a, n, "start", (int64_t)an->start);
    return n;
}

/* The proposal writes itself as text; as a tree it is read back from that. */
static bool
put_proposal(struct arena *a, struct json_node *n, const struct proposal *p, struct err *e)
{
    struct json_write w;
    struct json_node tree;
    struct slice text;
    struct buf b;
    buf_init(&b, a, PROPOSAL_MAX);
    json_write_init(&w, json_sink_buf, &b);
    proposal_write(&w, p);
    if (!json_write_done(&w, e) || !buf_done(&b, &text, e) ||
        !json_parse(&tree, a, SL("the proposal"), text, e))
        return false;
    json_put_node(a, n, "proposal", &tree);
    return true;
}

bool
comment_object_write(struct slice *out, struct arena *a, const struct env *env,
                     const struct comment_object *c, struct err *e)
{
    struct json_node *n = json_new_object(a);
    if (c->text.n == 0)
        return err_set(e, ERR_INPUT, "a comment needs a text");
    if (c->text.n > OBJECT_TEXT_MAX || c->proposed.n > OBJECT_TEXT_MAX)
        return err_set(e, ERR_LIMIT, "a text of a comment is longer than %zu octets",
                       OBJECT_TEXT_MAX);
    if (c->anchored)
        json_put_node(a, n, "anchor", anchor_json(a, &c->anchor));
    json_put_text_if(a, n, "element", c->element);
    json_put_text_if(a, n, "from", c->from);
    json_put_text_if(a, n, "line", c->line);
    if (c->proposes && !put_proposal(a, n, &c->proposal, e))
        return false;
    json_put_text_if(a, n, "proposed", c->proposed);
    json_put_text(a, n, "text", c->text);
    return object_salted(out, a, env, n, e);
}

static int
hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
read_digest(uint8_t out[DRAFT_DIGEST], struct slice text)
{
    struct slice hex = slice_sub(text, sizeof "sha256:" - 1, text.n);
    if (!slice_has_prefix(text, SL("sha256:")) || hex.n != (size_t)2 * DRAFT_DIGEST)
        return false;
    for (size_t i = 0; i < DRAFT_DIGEST; i++) {
        int high = hex_digit(hex.p[2 * i]), low = hex_digit(hex.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool
read_anchor(struct anchor *out, const struct json_node *n)
{
    const struct json_node *start = json_get(n, "start");
    *out = (struct anchor){.clause = json_text(json_get(n, "clause")),
                           .element = json_text(json_get(n, "element")),
                           .quote = json_text(json_get(n, "quote"))};
    bool zh = slice_eq_str(json_text(json_get(n, "language")), "zh");
    out->language = zh ? DRAFT_ZH : DRAFT_EN;
    if (start && start->type == JSON_INT && start->i >= 0)
        out->start = (size_t)start->i;
    return out->clause.n > 0 && read_digest(out->digest, json_text(json_get(n, "digest")));
}

bool
comment_object_read(struct comment_object *out, struct arena *a, struct slice octets)
{
    struct json_node n;
    *out = (struct comment_object){0};
    if (!object_read(&n, a, octets))
        return false;
    out->text = json_text(json_get(&n, "text"));
    out->proposed = json_text(json_get(&n, "proposed"));
    out->line = json_text(json_get(&n, "line"));
    out->element = json_text(json_get(&n, "element"));
    out->from = json_text(json_get(&n, "from"));
    const struct json_node *anchor = json_get(&n, "anchor"), *proposal = json_get(&n, "proposal");
    out->anchored = anchor && read_anchor(&out->anchor, anchor);
    out->proposes = proposal && proposal_read(&out->proposal, a, proposal, NULL);
    return out->text.n > 0;
}
