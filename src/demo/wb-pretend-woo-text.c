/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How WordPress and WooCommerce read and write dates, codes, amounts and addresses. The numbers are
 * those of the recordings. */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include "wb-time.h"

#include <string.h>

/**
 * pretend_local_text:
 * @ms: an instant
 * @zone: a zone
 *
 * Returns: (transfer full): the local time as WooCommerce writes it, without a zone
 */
char *
pretend_local_text (gint64     ms,
                    GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / WB_SECOND_MS);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_timezone (utc, zone) : NULL;

  return local ? g_date_time_format (local, "%Y-%m-%dT%H:%M:%S") : NULL;
}

static gboolean
take_number (const char **text,
             guint        digits,
             int         *value_out)
{
  *value_out = 0;
  for (guint i = 0; i < digits; i++) {
    if (!g_ascii_isdigit (**text))
      return FALSE;
    *value_out = *value_out * 10 + *(*text)++ - '0';
  }

  return TRUE;
}

static gboolean
take_char (const char **text,
           char         wanted)
{
  if (**text != wanted)
    return FALSE;
  (*text)++;

  return TRUE;
}

/* "Z" or "+hh:mm". */
static gboolean
take_offset (const char **text,
             gint64      *offset_ms_out)
{
  int sign = **text == '-' ? -1 : 1;
  int hours = 0;
  int minutes = 0;

  *offset_ms_out = 0;
  if (take_char (text, 'Z'))
    return TRUE;
  if (**text != '+' && **text != '-')
    return FALSE;
  (*text)++;
  if (!take_number (text, 2, &hours) || !take_char (text, ':') || !take_number (text, 2, &minutes))
    return FALSE;
  *offset_ms_out = sign * (hours * WB_HOUR_MS + minutes * WB_MINUTE_MS);

  return TRUE;
}

/* A time the clocks skip is read with the offset from before, which moves it on (032). */
static gint64
from_local (gint64     local_ms,
            GTimeZone *zone)
{
  gint64 ms = wb_time_from_local (local_ms, zone, FALSE);

  if (wb_time_to_local (ms, zone) == local_ms)
    return ms;

  return local_ms - (wb_time_to_local (ms - WB_SECOND_MS, zone) - (ms - WB_SECOND_MS));
}

/**
 * pretend_parse_date:
 * @text: a date, or a date and a time, with or without an offset
 * @zone: the store's zone, for a text without an offset
 * @is_gmt: whether such a text is in UTC instead
 * @ms_out: (out): the instant
 *
 * A plain date is its start (025), days past the month's end roll over (031), the skipped hour of
 * the spring moves on (032), an offset is honoured (026).
 *
 * Returns: whether @text is a date at all
 */
gboolean
pretend_parse_date (const char *text,
                    GTimeZone  *zone,
                    gboolean    is_gmt,
                    gint64     *ms_out)
{
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  gint64 offset_ms = 0;
  gint64 local_ms;
  g_autoptr (GDateTime) first = NULL;

  if (!take_number (&text, 4, &year) || !take_char (&text, '-') ||
      !take_number (&text, 2, &month) || !take_char (&text, '-') ||
      !take_number (&text, 2, &day) || day < 1 || day > 31 || hour > 24)
    return FALSE;
  if (*text != '\0') {
    if ((!take_char (&text, 'T') && !take_char (&text, ' ')) ||
        !take_number (&text, 2, &hour) || !take_char (&text, ':') ||
        !take_number (&text, 2, &minute))
      return FALSE;
    if (take_char (&text, ':') && !take_number (&text, 2, &second))
      return FALSE;
  }
  first = g_date_time_new_utc (year, month, 1, 0, 0, 0);
  if (!first)
    return FALSE;
  local_ms = g_date_time_to_unix (first) * WB_SECOND_MS + (day - 1) * WB_DAY_MS +
             hour * WB_HOUR_MS + minute * WB_MINUTE_MS + second * WB_SECOND_MS;

  if (*text != '\0') {
    if (!take_offset (&text, &offset_ms) || *text != '\0')
      return FALSE;
    *ms_out = local_ms - offset_ms;
  } else {
    *ms_out = is_gmt ? local_ms : from_local (local_ms, zone);
  }

  return TRUE;
}

/* WordPress' idea of what a tag is. */
static char *
strip_tags (const char *text)
{
  GString *plain = g_string_new (NULL);

  while (*text != '\0') {
    const char *close = *text == '<' ? strchr (text, '>') : NULL;

    if (close)
      text = close + 1;
    else
      g_string_append_c (plain, *text++);
  }

  return g_string_free (plain, FALSE);
}

/**
 * pretend_format_code:
 * @text: a code as sent
 *
 * Returns: (transfer full): as stored and answered: without tags, trimmed, lower case, "&" as an
 *   entity (019)
 */
char *
pretend_format_code (const char *text)
{
  g_autofree char *plain = strip_tags (text);
  g_autofree char *lower = g_utf8_strdown (g_strstrip (plain), -1);
  g_auto (GStrv) parts = NULL;
  g_autofree char *decoded = NULL;

  /* One that is an entity already stays one. */
  parts = g_strsplit (lower, "&amp;", -1);
  decoded = g_strjoinv ("&", parts);
  g_strfreev (parts);
  parts = g_strsplit (decoded, "&", -1);

  return g_strjoinv ("&amp;", parts);
}

/**
 * pretend_sanitize_text:
 * @text: a query's text
 *
 * WordPress takes "%" and two hex digits for a stray escape and drops it, which is why a code that
 * holds one is never found (039, 040).
 *
 * Returns: (transfer full): what is left of it
 */
char *
pretend_sanitize_text (const char *text)
{
  g_autofree char *plain = strip_tags (text);
  GString *clean = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p++) {
    if (*p == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
      p += 2;
    else if (!g_ascii_isspace (*p) || (clean->len > 0 && clean->str[clean->len - 1] != ' '))
      g_string_append_c (clean, g_ascii_isspace (*p) ? ' ' : *p);
  }

  return g_strchomp (g_string_free (clean, FALSE));
}

/* The shop's decimal mark becomes a dot, everything that is no part of a number goes (010, 012).
 * Where the mark is a dot, a comma just goes too: "99,5" is 995. */
static char *
clean_decimal (const char *text,
               gboolean    decimal_comma)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  const char *last_dot;
  gsize last;

  for (const char *p = text; *p != '\0'; p++) {
    if (g_ascii_isdigit (*p) || *p == '.' || *p == '-')
      g_string_append_c (clean, *p);
    else if (*p == ',' && decimal_comma)
      g_string_append_c (clean, '.');
  }
  last_dot = strrchr (clean->str, '.');
  last = last_dot ? (gsize) (last_dot - clean->str) : clean->len;
  for (gsize i = 0; i < last; i++) {
    if (clean->str[i] == '.') {
      g_string_erase (clean, (gssize) i--, 1);
      last--;
    }
  }

  return g_strdup (clean->str);
}

/**
 * pretend_parse_amount:
 * @text: an amount as sent
 * @decimal_comma: whether the store's decimal mark is a comma
 *
 * Returns: hundredths, rounded half away from zero (011); what is no number is 0 (012)
 */
gint64
pretend_parse_amount (const char *text,
                      gboolean    decimal_comma)
{
  g_autofree char *clean = clean_decimal (text, decimal_comma);
  const char *digits = clean[0] == '-' ? clean + 1 : clean;
  gint64 value = 0;
  guint places = 0;
  gboolean seen_dot = FALSE;
  gboolean seen_digit = FALSE;

  for (const char *p = digits; *p != '\0'; p++) {
    if (*p == '.') {
      seen_dot = TRUE;
      continue;
    }
    if (*p == '-' || value > G_MAXINT64 / 1000)
      return 0;
    seen_digit = TRUE;
    if (seen_dot && ++places == 3 && *p >= '5')
      value++;
    if (places <= 2)
      value = value * 10 + (*p - '0');
  }
  for (; places < 2; places++)
    value *= 10;

  return !seen_digit ? 0 : digits == clean ? value : -value;
}

/**
 * pretend_format_amount:
 * @hundredths: not negative
 *
 * Returns: (transfer full): the amount with two places
 */
char *
pretend_format_amount (gint64 hundredths)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%02d", hundredths / 100, (int) (hundredths % 100));
}

/**
 * pretend_sanitize_email:
 * @text: an address as sent
 *
 * WordPress' sanitize_email(): drops what an address cannot hold.
 *
 * Returns: (transfer full): what is left, "" when that is no address
 */
char *
pretend_sanitize_email (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  const char *at = strchr (lower + (lower[0] != '\0'), '@');
  g_autoptr (GString) clean = g_string_new (NULL);
  g_auto (GStrv) labels = NULL;
  guint n_labels = 0;

  if (!at || strlen (lower) < 6)
    return g_strdup ("");
  for (const char *p = lower; p < at; p++) {
    if (g_ascii_isalnum (*p) || strchr ("!#$%&'*+/=?^_`{|}~.-", *p))
      g_string_append_c (clean, *p);
  }
  if (clean->len == 0)
    return g_strdup ("");
  labels = g_strsplit (at + 1, ".", -1);
  for (guint i = 0; labels[i]; i++) {
    g_autoptr (GString) label = g_string_new (NULL);

    for (const char *p = labels[i]; *p != '\0'; p++) {
      if (g_ascii_isalnum (*p) || (*p == '-' && label->len > 0))
        g_string_append_c (label, *p);
    }
    if (label->len > 0)
      g_string_append_printf (clean, "%c%s", n_labels++ == 0 ? '@' : '.', label->str);
  }

  return g_strdup (n_labels < 2 ? "" : clean->str);
}
