/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A small E.164 normaliser for the countries our merchants sell to. It never guesses: what it is
 * not sure of stays as typed, and a person or the telephone still understands it. */

#include "config.h"

#include "wb-phone.h"

#include <string.h>

/* E.164: at most 15 digits with the country's code; shorter than 8 is no subscriber anywhere. */
#define DIGITS_MAX 15
#define DIGITS_MIN 8

/* National numbering, from the ITU's national plans: how the number of a subscriber is dialled
 * inside the country (the trunk prefix is left out from abroad) and how long it is without it. */
static const struct {
  const char *country;
  const char *code;
  const char *trunk;
  int digits_min;
  int digits_max;
} plans[] = {
  { "AT", "43", "0", 7, 13 },  { "BE", "32", "0", 8, 9 },    { "BG", "359", "0", 7, 9 },
  { "CH", "41", "0", 9, 9 },   { "CY", "357", "", 8, 8 },    { "CZ", "420", "", 9, 9 },
  { "DE", "49", "0", 7, 13 },  { "DK", "45", "", 8, 8 },     { "EE", "372", "", 7, 8 },
  { "ES", "34", "", 9, 9 },    { "FI", "358", "0", 6, 12 },  { "FR", "33", "0", 9, 9 },
  { "GB", "44", "0", 9, 10 },  { "GR", "30", "", 10, 10 },   { "HR", "385", "0", 8, 9 },
  { "HU", "36", "06", 8, 9 },  { "IE", "353", "0", 7, 9 },   { "IT", "39", "", 8, 11 },
  { "LT", "370", "0", 8, 8 },  { "LU", "352", "", 6, 11 },   { "LV", "371", "", 8, 8 },
  { "NL", "31", "0", 9, 9 },   { "NO", "47", "", 8, 8 },     { "PL", "48", "", 9, 9 },
  { "PT", "351", "", 9, 9 },   { "RO", "40", "0", 9, 9 },    { "RS", "381", "0", 8, 9 },
  { "SE", "46", "0", 7, 9 },   { "SI", "386", "0", 8, 8 },   { "SK", "421", "0", 9, 9 },
  { "UA", "380", "0", 9, 9 },  { "US", "1", "1", 10, 10 },   { "CA", "1", "1", 10, 10 },
};

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || strchr ("-./()", (int) (c < 0x80 ? c : 'x')) ||
         (c >= 0x2010 && c <= 0x2015); /* hyphens and dashes */
}

/* The digits of @typed and whether a "+" stands before them; FALSE if anything stands there that
 * is neither a digit nor a usual separator, such as an extension. */
static gboolean
take_apart (const char *typed,
            GString    *digits,
            gboolean   *has_plus_out)
{
  *has_plus_out = FALSE;

  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '+' && digits->len == 0 && !*has_plus_out)
      *has_plus_out = TRUE;
    else if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (!is_separator (c))
      return FALSE;
  }

  return digits->len > 0;
}

static int
find_plan_by_code (const char *digits)
{
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++) {
    if (g_str_has_prefix (digits, plans[i].code))
      return (int) i;
  }

  return -1;
}

static int
find_plan_by_country (const char *country)
{
  for (gsize i = 0; country && i < G_N_ELEMENTS (plans); i++) {
    if (g_ascii_strcasecmp (plans[i].country, country) == 0)
      return (int) i;
  }

  return -1;
}

static gboolean
fits_plan (int         plan,
           const char *national)
{
  int length = (int) strlen (national);

  /* Where 0 is dialled before a number, no number begins with it: there were too many. */
  if (plans[plan].trunk[0] == '0' && national[0] == '0')
    return FALSE;

  return length >= plans[plan].digits_min && length <= plans[plan].digits_max;
}

/* A number with its country's code: "+49 (0) 171 …" carries a trunk prefix that must go. */
static char *
normalize_international (const char *digits)
{
  int plan = find_plan_by_code (digits);
  const char *national;
  const char *trunk;

  if (digits[0] == '0' || strlen (digits) > DIGITS_MAX + 2 || strlen (digits) < DIGITS_MIN)
    return NULL;
  if (plan < 0)
    return strlen (digits) <= DIGITS_MAX ? g_strconcat ("+", digits, NULL) : NULL;

  national = digits + strlen (plans[plan].code);
  trunk = plans[plan].trunk;
  if (trunk[0] == '0' && g_str_has_prefix (national, trunk))
    national += strlen (trunk);
  if (!fits_plan (plan, national) || strlen (plans[plan].code) + strlen (national) > DIGITS_MAX)
    return NULL;

  return g_strconcat ("+", plans[plan].code, national, NULL);
}

static char *
normalize_national (const char *digits,
                    int         plan)
{
  const char *trunk = plans[plan].trunk;
  const char *national = digits;

  if (trunk[0] != '\0' && g_str_has_prefix (digits, trunk))
    national += strlen (trunk);
  else if (trunk[0] == '0')
    return NULL; /* without the trunk prefix it is a local number, whose area we do not know */

  return fits_plan (plan, national) ? g_strconcat ("+", plans[plan].code, national, NULL) : NULL;
}

/**
 * wb_phone_to_e164:
 * @typed: (nullable): what a person wrote
 * @country: (nullable): ISO 3166 code assumed for a number without "+" or "00"; `NULL` assumes none
 *
 * Any thread.
 *
 * Returns: (nullable) (transfer full): e.g. "+420601123456"; `NULL` when it is not surely a
 *   telephone number: keep what was typed then
 */
char *
wb_phone_to_e164 (const char *typed,
                  const char *country)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean has_plus = FALSE;
  int plan;

  if (!typed || !g_utf8_validate (typed, -1, NULL) || !take_apart (typed, digits, &has_plus))
    return NULL;

  if (has_plus)
    return normalize_international (digits->str);
  if (g_str_has_prefix (digits->str, "00"))
    return normalize_international (digits->str + 2);

  plan = find_plan_by_country (country);

  return plan < 0 ? NULL : normalize_national (digits->str, plan);
}

/**
 * wb_phone_for_people:
 * @phone: (nullable): a number as stored
 *
 * Groups the digits of an E.164 number so that it can be read aloud: "+420 601 123 456". Anything
 * else comes back as it is. Any thread.
 *
 * Returns: (transfer full): the text; "" for `NULL`
 */
char *
wb_phone_for_people (const char *phone)
{
  g_autoptr (GString) text = g_string_new ("+");
  const char *national;
  gsize left;
  int plan;

  if (!phone || phone[0] != '+' || strspn (phone + 1, "0123456789") != strlen (phone + 1))
    return g_strdup (phone ? phone : "");
  plan = find_plan_by_code (phone + 1);
  if (plan < 0)
    return g_strdup (phone);

  g_string_append (text, plans[plan].code);
  national = phone + 1 + strlen (plans[plan].code);
  /* Threes, and a last group of two to four, so that no digit stands alone. */
  for (left = strlen (national); left > 0;) {
    gsize n = left <= 4 ? left : 3;

    if (left == 4)
      n = 2;
    g_string_append_c (text, ' ');
    g_string_append_len (text, national, (gssize) n);
    national += n;
    left -= n;
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * wb_phone_digits:
 * @phone: (nullable): a number in any form
 *
 * The digits alone, for search. Any thread.
 *
 * Returns: (transfer full): the digits; "" when there is none
 */
char *
wb_phone_digits (const char *phone)
{
  GString *digits = g_string_new (NULL);

  for (; phone && *phone != '\0'; phone++) {
    if (g_ascii_isdigit (*phone))
      g_string_append_c (digits, *phone);
  }

  return g_string_free (digits, FALSE);
}
