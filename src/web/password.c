/* SPDX-License-Identifier: Apache-2.0 */
#include "web/password.h"

#include "text/utf8.h"
#include "web/route.h"

#include <sodium.h>

/* A hash of nothing that anybody knows; of the same cost as those of accounts. */
#define NOBODY                                                        \
    "$argon2id$v=19$m=65536,t=2,p=1$ONYsVU33mJOteruBHyOVlw$Cu5bYlZjd" \
    "K9LIA133eDkLg+0ypTQnVyhLcEGKglyU/0"

static bool
ready(void)
{
    return sodium_init() >= 0; /* 1: it was before; safe from any thread */
}

bool
password_hash(struct slice *out, struct arena *a, struct slice password, struct err *e)
{
    char text[crypto_pwhash_STRBYTES];
    if (!ready())
        return err_set(e, ERR_SYSTEM, "libsodium does not start");
    if (crypto_pwhash_str_alg(
            text, (const char *)password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(e, ERR_SYSTEM, "no memory to hash a password: it takes %zu MiB",
                       (size_t)crypto_pwhash_MEMLIMIT_INTERACTIVE >> 20);
    *out = arena_dup(a, slice_str(text));
    return true;
}

bool
password_fits(struct slice hash, struct slice password)
{
    char text[crypto_pwhash_STRBYTES] = NOBODY;
    bool somebody = hash.n > 0 && hash.n < sizeof text;
    if (somebody) {
        memset(text, 0, sizeof text);
        memcpy(text, hash.p, hash.n);
    }
    bool fits = ready() && password.n <= PASSWORD_MAX &&
                crypto_pwhash_str_verify(text, (const char *)password.p, password.n) == 0;
    return fits && somebody;
}

bool
password_stale(struct slice hash)
{
    char text[crypto_pwhash_STRBYTES] = {0};
    if (!ready() || hash.n >= sizeof text)
        return true;
    memcpy(text, hash.p, hash.n);
    return crypto_pwhash_str_needs_rehash(text, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0;
}

/* --- what is a good one --------------------------------------------------------------------- */

/*
 * Long enough, and tried first by everybody: in small letters, without what stands behind as digits
 * and signs. Words of the trade and of the keyboard's rows.
 */
static const char *const common[] = {
    "abcdefghijkl",
    "administrator",
    "adminadmin",
    "adminpassword",
    "asdfghjkl",
    "changeme",
    "changemenow",
    "comity",
    "comitycomity",
    "committee",
    "correcthorsebatterystaple",
    "cybersecurity",
    "footballfootball",
    "helloworld",
    "iloveyou",
    "letmein",
    "letmeinplease",
    "loveyou",
    "motdepasse",
    "mypassword",
    "newpassword",
    "passphrase",
    "password",
    "passwordpassword",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "qazwsxedc",
    "qazwsxedcrfv",
    "qwerty",
    "qwertyqwerty",
    "qwertyuiop",
    "qwertyuiopasdfghjkl",
    "qwertyuiopasdfghjklzxcvbnm",
    "secret",
    "secretsecret",
    "standards",
    "superman",
    "supersecret",
    "testtest",
    "thisisapassword",
    "trustno1",
    "welcome",
    "welcomewelcome",
    "whatever",
    "woaini",
    "zxcvbnm",
    "zxcvbnmasdfghjkl",
    "zhongguo",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "q1w2e3r4t5y6",
    "1qaz2wsx3edc4rfv",
    "admin",
    "test",
    "china",
    "beijing",
};

static uint8_t
small(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool
eq_small(struct slice a, struct slice b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (small(a.p[i]) != small(b.p[i]))
            return false;
    return true;
}

static bool
contains_small(struct slice s, struct slice what)
{
    for (size_t i = 0; what.n && i + what.n <= s.n; i++)
        if (eq_small(slice_sub(s, i, what.n), what))
            return true;
    return false;
}

/* Digits and signs behind a word add nothing: "password123!". */
static struct slice
stem(struct slice s)
{
    while (s.n && !(small(s.p[s.n - 1]) >= 'a' && small(s.p[s.n - 1]) <= 'z') &&
           s.p[s.n - 1] < 0x80)
        s.n--;
    return s;
}

static bool
is_common(struct slice password)
{
    struct slice word = stem(password);
    for (size_t i = 0; i < COUNT_OF(common); i++)
        if (eq_small(password, slice_str(common[i])) || eq_small(word, slice_str(common[i])))
            return true;
    return false;
}

/* Few octets over and over, or each the next of the one before. */
static bool
is_pattern(struct slice password)
{
    bool seen[256] = {false};
    size_t different = 0, steps = 0;
    for (size_t i = 0; i < password.n; i++) {
        different += !seen[password.p[i]];
        seen[password.p[i]] = true;
        int step = i ? password.p[i] - password.p[i - 1] : 0;
        steps += step == 1 || step == -1 || (step == -9 && password.p[i] == '0');
    }
    return different < 5 || steps + 3 >= password.n;
}

static size_t
characters(struct slice s)
{
    size_t n = 0;
    for (size_t k; (k = utf8_next(s)) > 0; n++)
        s = slice_sub(s, k, s.n - k);
    return n;
}

const char *
password_fault(struct slice password, struct slice name)
{
    if (utf8_valid(password) != password.n)
        return N_("The password is no text.");
    if (characters(password) < PASSWORD_MIN)
        return N_("At least 12 characters. Several words make a good password.");
    if (password.n > PASSWORD_MAX)
        return N_("At most 1,000 octets.");
    if (is_common(password))
        return N_("This password is one of those that are tried first. Choose another one.");
    if (is_pattern(password))
        return N_("This password is a pattern that is easily guessed. Choose another one.");
    if (name.n > 2 && contains_small(password, name) && password.n < name.n + PASSWORD_MIN - 4)
        return N_("The password is hardly more than the name. Choose another one.");
    return NULL;
}
