/* SPDX-License-Identifier: Apache-2.0 */
#include "record/note.h"

#include "base/buf.h"
#include "base/vec.h"
#include "text/base64.h"
#include "text/utf8.h"

#define DASH "\xe2\x80\x94 " /* U+2014 and a space open a signature line */
#define SKEY_MARK "PRIVATE+KEY+"

/* White space past ASCII, as Unicode's property White_Space has it. */
static bool
is_wide_space(struct slice c)
{
    static const struct slice spaces[] = {
        SL_INIT("\xc2\x85"),     SL_INIT("\xc2\xa0"),     SL_INIT("\xe1\x9a\x80"),
        SL_INIT("\xe2\x80\xa8"), SL_INIT("\xe2\x80\xa9"), SL_INIT("\xe2\x80\xaf"),
        SL_INIT("\xe2\x81\x9f"), SL_INIT("\xe3\x80\x80"),
    };
    for (size_t i = 0; i < COUNT_OF(spaces); i++)
        if (slice_eq(c, spaces[i]))
            return true;
    /* U+2000 to U+200A */
    return c.n == 3 && c.p[0] == 0xe2 && c.p[1] == 0x80 && c.p[2] >= 0x80 && c.p[2] <= 0x8a;
}

bool
note_name_valid(struct slice name)
{
    if (name.n == 0 || name.n > NOTE_NAME_MAX)
        return false;
    while (name.n > 0) {
        size_t n = utf8_next(name);
        if (n == 0 || name.p[0] <= 0x20 || name.p[0] == '+' || is_wide_space(slice_sub(name, 0, n)))
            return false;
        name = slice_sub(name, n, name.n);
    }
    return true;
}

/* --- keys --- */

static uint32_t
big_endian(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t
key_id(struct slice name, const uint8_t pub[CRYPTO_ED25519_PUBLIC])
{
    static const uint8_t between[] = {'\n', NOTE_ED25519};
    uint8_t digest[32];
    struct crypto_digest *d = crypto_digest_new();
    crypto_digest_add(d, name);
    crypto_digest_add(d, slice_of(between, sizeof between));
    crypto_digest_add(d, slice_of(pub, CRYPTO_ED25519_PUBLIC));
    crypto_digest_end(d, digest);
    return big_endian(digest);
}

static bool
hex_id(uint32_t *out, struct slice text)
{
    if (text.n != 8)
        return false;
    *out = 0;
    for (size_t i = 0; i < 8; i++) {
        uint8_t c = text.p[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && !(c >= 'a' && c <= 'f'))
            return false;
        *out = *out << 4 | (uint32_t)(digit ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* "name+id+base64(type ‖ 32 octets)"; the octets are the public key or the seed. */
static bool
read_key(struct slice *name, uint32_t *id, struct slice *octets, struct arena *a, struct slice text,
         struct err *e)
{
    struct slice hex, raw;
    slice_cut(&text, '+', name);
    slice_cut(&text, '+', &hex);
    if (!note_name_valid(*name))
        return err_set(e, ERR_INPUT,
                       "not a key: a name of at most %d octets without spaces "
                       "should stand in front of the first \"+\"",
                       NOTE_NAME_MAX);
    if (!hex_id(id, hex))
        return err_set(e, ERR_INPUT,
                       "not a key: eight hexadecimal digits should stand behind "
                       "the name");
    if (text.n > 4096 || !base64_decode(&raw, a, text) || raw.n == 0)
        return err_set(e, ERR_INPUT, "not a key: Base64 should stand behind the second \"+\"");
    if (raw.p[0] != NOTE_ED25519)
        return err_set(e, ERR_UNSUPPORTED, "a key of type 0x%02x: we know Ed25519 (0x01) alone",
                       raw.p[0]);
    if (raw.n != 33)
        return err_set(e, ERR_INPUT, "not a key: %zu octets, 33 are expected", raw.n);
    *octets = slice_sub(raw, 1, 32);
    return true;
}

bool
note_vkey_read(struct note_vkey *out, struct arena *a, struct slice text, struct err *e)
{
    struct slice octets;
    if (!read_key(&out->name, &out->id, &octets, a, text, e))
        return false;
    memcpy(out->pub, octets.p, sizeof out->pub);
    if (key_id(out->name, out->pub) != out->id)
        return err_set(e, ERR_INPUT, "not a key: its id %08x is not the one of its octets",
                       out->id);
    return true;
}

static struct slice
write_key(struct arena *a, const char *mark, const struct note_vkey *k, const uint8_t octets[32])
{
    uint8_t raw[33] = {NOTE_ED25519};
    memcpy(raw + 1, octets, 32);
    struct slice base64 = base64_encode(a, slice_of(raw, sizeof raw));
    crypto_wipe(raw, sizeof raw);
    return arena_printf(a, "%s%.*s+%08x+%.*s", mark, SL_FMT(k->name), k->id, SL_FMT(base64));
}

struct slice
note_vkey_write(struct arena *a, const struct note_vkey *k)
{
    return write_key(a, "", k, k->pub);
}

bool
note_vkey_same(const struct note_vkey *x, const struct note_vkey *y)
{
    return slice_eq(x->name, y->name) && memcmp(x->pub, y->pub, sizeof x->pub) == 0;
}

bool
note_skey_read(struct note_skey *out, struct arena *a, struct slice text, struct err *e)
{
    struct slice name, octets;
    uint32_t id;
    if (!slice_has_prefix(text, SL(SKEY_MARK)))
        return err_set(e, ERR_INPUT, "not a private key: it should start with " SKEY_MARK);
    if (!read_key(&name, &id, &octets, a, slice_sub(text, strlen(SKEY_MARK), text.n), e))
        return false;
    note_skey_make(out, name, octets.p);
    if (out->vkey.id == id)
        return true;
    note_skey_wipe(out);
    return err_set(e, ERR_INPUT, "not a private key: its id %08x is not the one of its octets", id);
}

struct slice
note_skey_write(struct arena *a, const struct note_skey *k)
{
    return write_key(a, SKEY_MARK, &k->vkey, k->seed);
}

void
note_skey_make(struct note_skey *out, struct slice name, const uint8_t seed[CRYPTO_ED25519_SEED])
{
    memcpy(out->seed, seed, sizeof out->seed);
    crypto_ed25519_public(out->vkey.pub, out->seed);
    out->vkey.name = name;
    out->vkey.id = key_id(name, out->vkey.pub);
}

void
note_skey_wipe(struct note_skey *k)
{
    crypto_wipe(k->seed, sizeof k->seed);
}

/* --- notes --- */

/* Behind the text and the empty line. */
static bool
read_signature(struct note_signature *out, struct arena *a, struct slice line, size_t number,
               struct err *e)
{
    struct slice raw;
    if (!slice_has_prefix(line, SL(DASH)))
        return err_set(e, ERR_INPUT,
                       "not a signed note: line %zu under the text does not start "
                       "as a signature (a long dash and a space)",
                       number);
    line = slice_sub(line, strlen(DASH), line.n);
    slice_cut(&line, ' ', &out->name);
    out->base64 = line;
    if (!note_name_valid(out->name))
        return err_set(e, ERR_INPUT, "not a signed note: signature %zu has no name of a key",
                       number);
    if (!base64_decode(&raw, a, line) || raw.n < 5)
        return err_set(e, ERR_INPUT,
                       "not a signed note: signature %zu is not Base64 of an id and "
                       "a signature",
                       number);
    out->id = big_endian(raw.p);
    out->octets = slice_sub(raw, 4, raw.n);
    return true;
}

/* The place of the last empty line: of its line end, which follows that of the text. */
static size_t
last_empty_line(struct slice s)
{
    for (size_t i = s.n - 1; i > 0; i--)
        if (s.p[i] == '\n' && s.p[i - 1] == '\n')
            return i;
    return SIZE_MAX;
}

static bool
check_octets(struct slice text, struct err *e)
{
    size_t good = utf8_valid(text);
    if (good != text.n)
        return err_set(e, ERR_INPUT, "not a signed note: octet %zu is not UTF-8", good);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < 0x20 && text.p[i] != '\n')
            return err_set(e, ERR_INPUT, "not a signed note: octet %zu is a control (0x%02x)", i,
                           text.p[i]);
    return true;
}

bool
note_parse(struct note *out, struct arena *a, struct slice text, struct err *e)
{
    if (text.n > NOTE_MAX)
        return err_set(e, ERR_LIMIT, "not a signed note: %zu octets, we accept %zu", text.n,
                       NOTE_MAX);
    if (!check_octets(text, e))
        return false;
    if (text.n == 0 || text.p[text.n - 1] != '\n')
        return err_set(e, ERR_INPUT, "not a signed note: its last line has no end");
    size_t empty = last_empty_line(text);
    struct slice lines = slice_sub(text, empty == SIZE_MAX ? text.n : empty + 1, text.n), line;
    if (lines.n == 0)
        return err_set(e, ERR_INPUT, "not a signed note: no empty line with signatures under it");
    VEC(struct note_signature) list = {0};
    while (slice_cut(&lines, '\n', &line)) {
        if (list.n == NOTE_SIGNATURES_MAX)
            return err_set(e, ERR_LIMIT, "a note with more than %d signatures",
                           NOTE_SIGNATURES_MAX);
        struct note_signature *s = vec_add(a, &list);
        if (!read_signature(s, a, line, list.n, e))
            return false;
    }
    *out = (struct note){slice_sub(text, 0, empty), list.v, list.n};
    return true;
}

enum note_trust
note_verify(const struct note *note, const struct note_vkey *keys, size_t nkeys, size_t *by)
{
    enum note_trust trust = NOTE_UNKNOWN;
    for (size_t i = 0; i < note->n; i++) {
        const struct note_signature *s = &note->signatures[i];
        for (size_t k = 0; k < nkeys; k++) {
            if (keys[k].id != s->id || !slice_eq(keys[k].name, s->name))
                continue;
            bool fits = crypto_ed25519_verify(keys[k].pub, note->text, s->octets);
            if (by && (!fits || trust == NOTE_UNKNOWN))
                *by = k;
            if (!fits)
                return NOTE_FORGED;
            trust = NOTE_GOOD;
        }
    }
    return trust;
}

bool
note_sign(struct slice *out, struct arena *a, struct slice text, const struct note_skey *keys,
          size_t nkeys, struct err *e)
{
    if (!check_octets(text, e))
        return false;
    if (text.n == 0 || text.p[text.n - 1] != '\n' || text.n > NOTE_MAX / 2)
        return err_set(e, ERR_INPUT,
                       "a text to be signed ends with a line end and has at most %zu "
                       "octets",
                       NOTE_MAX / 2);
    struct buf b;
    buf_init(&b, a, NOTE_MAX);
    buf_add(&b, text);
    buf_u8(&b, '\n');
    for (size_t i = 0; i < nkeys; i++) {
        const struct note_vkey *k = &keys[i].vkey;
        uint8_t raw[4 + CRYPTO_ED25519_SIGNATURE] = {(uint8_t)(k->id >> 24), (uint8_t)(k->id >> 16),
                                                     (uint8_t)(k->id >> 8), (uint8_t)k->id};
        crypto_ed25519_sign(raw + 4, keys[i].seed, text);
        struct slice base64 = base64_encode(a, slice_of(raw, sizeof raw));
        buf_printf(&b, DASH "%.*s %.*s\n", SL_FMT(k->name), SL_FMT(base64));
    }
    return buf_done(&b, out, e);
}
