/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How times, spans and amounts read; see wb-format.h. */

#include "config.h"

#include "wb-format.h"

#include "wb-money.h"

#include <glib/gi18n-lib.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#define LANGUAGE_NAME_CHARS_MAX 80

static GDateTime *
new_local (gint64     at,
           GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / 1000);

  return utc ? g_date_time_to_timezone (utc, zone) : NULL;
}

static char *
format_local (gint64      at,
              GTimeZone  *zone,
              const char *format)
{
  g_autoptr (GDateTime) local = new_local (at, zone);

  return local ? g_date_time_format (local, format) : g_strdup ("");
}

/**
 * wb_format_span:
 * @ms: a span; its sign is not shown
 *
 * The two biggest units that matter: “20 min”, “2 h 37 min”, “3 days”.
 *
 * Returns: (transfer full): the words
 */
char *
wb_format_span (gint64 ms)
{
  gint64 minutes = ABS (ms) / WB_MINUTE_MS;
  gint64 hours = minutes / 60;
  gint64 days = hours / 24;

  if (minutes < 1)
    return g_strdup (C_ ("span", "under a minute"));
  if (hours < 1)
    return g_strdup_printf (C_ ("span", "%d min"), (int) minutes);
  if (hours < 10 && minutes % 60 != 0)
    return g_strdup_printf (C_ ("span", "%d h %d min"), (int) hours, (int) (minutes % 60));
  if (hours < 48)
    return g_strdup_printf (C_ ("span", "%d h"), (int) hours);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", days), (int) days);
}

/**
 * wb_format_clock:
 * @at: an instant
 * @zone: the zone it is shown in
 *
 * Returns: (transfer full): the time of day, “14:30”
 */
char *
wb_format_clock (gint64     at,
                 GTimeZone *zone)
{
  /* TRANSLATORS: time of day, as g_date_time_format() */
  return format_local (at, zone, C_ ("time of day", "%-H:%M"));
}

/**
 * wb_format_when:
 * @at: an instant
 * @now: the instant it is read at
 * @zone: the zone it is shown in
 *
 * Returns: (transfer full): day and time as one says it: “today 14:30”, “yesterday 8:05”,
 *   “Fri 8:05”, “5 Dec 8:05”, “5 Dec 2025”
 */
char *
wb_format_when (gint64     at,
                gint64     now,
                GTimeZone *zone)
{
  gint32 today = wb_date_of_time (now, zone);
  gint32 day = wb_date_of_time (at, zone);
  g_autoptr (GDateTime) then = new_local (at, zone);
  g_autoptr (GDateTime) here = new_local (now, zone);

  if (!then || !here)
    return g_strdup ("");
  if (day == today)
    return g_date_time_format (then, C_ ("day and time", "today %-H:%M"));
  if (day == today - 1)
    return g_date_time_format (then, C_ ("day and time", "yesterday %-H:%M"));
  if (day == today + 1)
    return g_date_time_format (then, C_ ("day and time", "tomorrow %-H:%M"));
  if (ABS (day - today) < 7)
    return g_date_time_format (then, C_ ("day and time", "%a %-H:%M"));
  if (g_date_time_get_year (then) == g_date_time_get_year (here))
    return g_date_time_format (then, C_ ("day and time", "%-d %b %-H:%M"));

  return g_date_time_format (then, C_ ("day of another year", "%-d %b %Y"));
}

/**
 * wb_format_weekday_clock:
 * @at: an instant
 * @zone: the zone it is shown in
 *
 * Returns: (transfer full): day of the week and time: “Sun 14:30”
 */
char *
wb_format_weekday_clock (gint64     at,
                         GTimeZone *zone)
{
  g_autoptr (GDateTime) then = new_local (at, zone);

  return then ? g_date_time_format (then, C_ ("day and time", "%a %-H:%M")) : g_strdup ("");
}

/**
 * wb_format_keep_together:
 * @text: (transfer full): words
 *
 * “4” at the end of a line and “Dec” on the next reads badly.
 *
 * Returns: (transfer full): the words with no-break spaces
 */
char *
wb_format_keep_together (char *text)
{
  g_autofree char *owned = text;
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strjoinv ("\302\240", words);
}

/**
 * wb_format_date:
 * @date: days since 1970-01-01
 * @now: the instant it is read at, to leave out this year's number
 * @zone: the zone of @now
 *
 * A line is never broken inside it: its spaces are no-break ones.
 *
 * Returns: (transfer full): “5 Dec”, or “5 Dec 2025” in another year
 */
char *
wb_format_date (gint32     date,
                gint64     now,
                GTimeZone *zone)
{
  g_autoptr (GDateTime) here = new_local (now, zone);
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc ((gint64) date * WB_DAY_MS / 1000);

  if (!here || !day)
    return g_strdup ("");
  if (g_date_time_get_year (day) == g_date_time_get_year (here))
    return wb_format_keep_together (g_date_time_format (day, C_ ("day of this year", "%-d %b")));

  return wb_format_keep_together (
    g_date_time_format (day, C_ ("day of another year", "%-d %b %Y")));
}

/**
 * wb_format_due:
 * @due_at: when to act
 * @now: the server's now
 * @zone: the account's zone
 * @urgency_out: (out) (optional): whether it wants attention
 *
 * The shortest words for when something is due, for a row of a list: “2 h late”, “in 50 min”,
 * “14:30”, “Sun 10:05”, “3 Dec”.
 *
 * Returns: (transfer full): the words
 */
char *
wb_format_due (gint64     due_at,
               gint64     now,
               GTimeZone *zone,
               WbUrgency *urgency_out)
{
  gint64 left = due_at - now;
  gint32 days = wb_date_of_time (due_at, zone) - wb_date_of_time (now, zone);
  WbUrgency urgency = WB_URGENCY_NONE;
  char *words = NULL;

  if (left < 0) {
    g_autofree char *span = left > -10 * WB_HOUR_MS && left <= -WB_HOUR_MS
                              ? wb_format_span (left / WB_HOUR_MS * WB_HOUR_MS)
                              : wb_format_span (left);

    urgency = WB_URGENCY_LATE;
    words = g_strdup_printf (C_ ("due", "%s late"), span);
  } else if (left < WB_HOUR_MS) {
    g_autofree char *span = wb_format_span (left);

    urgency = WB_URGENCY_SOON;
    words = g_strdup_printf (C_ ("due", "in %s"), span);
  } else if (days == 0) {
    words = wb_format_clock (due_at, zone);
  } else if (days < 7) {
    words = format_local (due_at, zone, C_ ("day and time", "%a %-H:%M"));
  } else {
    words = wb_format_date (wb_date_of_time (due_at, zone), now, zone);
  }

  if (urgency_out)
    *urgency_out = urgency;

  return words;
}

/**
 * wb_format_offer_value:
 * @kind: `WB_COUPON_KIND_…`
 * @amount: (nullable): the API's decimal text
 * @currency: its currency; not shown for percent
 *
 * Returns: (transfer full): “200 Kč”, “12,5 %”; what cannot be read is shown as it came
 */
char *
wb_format_offer_value (const char *kind,
                       const char *amount,
                       const char *currency)
{
  WbMoney money = WB_MONEY_NONE;

  if (!amount)
    return g_strdup ("");

  if (g_strcmp0 (kind, WB_COUPON_KIND_PERCENT) == 0)
    return wb_percent_format (amount, NULL);
  if (currency && wb_money_parse_api (amount, currency, TRUE, &money, NULL))
    return wb_money_format_symbol (&money, NULL, TRUE);

  return g_strdup_printf ("%s %s", amount, currency ? currency : "");
}

/**
 * wb_format_offer:
 * @kind: `WB_COUPON_KIND_…`
 * @amount: (nullable): the API's decimal text
 * @min_order_value: (nullable): the same; none and zero are not mentioned
 * @currency: of both
 *
 * Returns: (transfer full): “200 Kč off an order over 1 000 Kč”, “10 % off”
 */
char *
wb_format_offer (const char *kind,
                 const char *amount,
                 const char *min_order_value,
                 const char *currency)
{
  g_autofree char *value = wb_format_offer_value (kind, amount, currency);
  g_autofree char *minimum = NULL;
  WbMoney least = WB_MONEY_NONE;

  if (!min_order_value || !currency ||
      !wb_money_parse_api (min_order_value, currency, TRUE, &least, NULL) || least.minor == 0)
    /* TRANSLATORS: %s is an amount or a percentage, e.g. “200 Kč off” */
    return g_strdup_printf (C_ ("coupon", "%s off"), value);

  minimum = wb_money_format_symbol (&least, NULL, TRUE);

  /* TRANSLATORS: the first %s is an amount or a percentage, the second an amount */
  return g_strdup_printf (C_ ("coupon", "%s off an order over %s"), value, minimum);
}

/* Begun with a capital, as it stands alone; a code that nobody knows stays as it is. */
static char *
name_language (const char *code,
               const char *in_language)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar name[LANGUAGE_NAME_CHARS_MAX];
  int32_t length = uloc_getDisplayLanguage (code, in_language, name, G_N_ELEMENTS (name), &status);
  g_autofree char *text = NULL;
  g_autoptr (GString) capital = g_string_new (NULL);

  if (U_FAILURE (status) || length == 0 || length > LANGUAGE_NAME_CHARS_MAX || !*code)
    return g_strdup (code);
  text = g_utf16_to_utf8 ((const gunichar2 *) name, length, NULL, NULL, NULL);
  /* ICU gives a name it does not have as the code. */
  if (!text || g_str_equal (text, code))
    return g_strdup (code);

  g_string_append_unichar (capital, g_unichar_toupper (g_utf8_get_char (text)));
  g_string_append (capital, g_utf8_next_char (text));

  return g_strdup (capital->str);
}

/**
 * wb_format_language:
 * @code: an ISO 639-1 code, as the account lists its languages
 *
 * Returns: (transfer full): its name in the language of the window, “Czech”, begun with a capital
 *   as it stands alone; a code that nobody knows as it is
 */
char *
wb_format_language (const char *code)
{
  const char *own = g_get_language_names ()[0];

  g_return_val_if_fail (code, NULL);

  return name_language (code, g_str_has_prefix (own, "C") ? "en" : own);
}

/**
 * wb_format_language_native:
 * @code: an ISO 639-1 code, as the account lists its languages
 *
 * Returns: (transfer full): its name in itself, “Čeština”; a code that nobody knows as it is
 */
char *
wb_format_language_native (const char *code)
{
  g_return_val_if_fail (code, NULL);

  return name_language (code, code);
}

/**
 * wb_format_join:
 * @first: (nullable): a text; more follow, ended by `NULL` cast to a pointer
 *
 * Joins with “ · ” what is there. As `NULL` ends the list, texts that may be `NULL` are passed
 * through `WB_TEXT()`.
 *
 * Returns: (transfer full): the line
 */
char *
wb_format_join (const char *first,
                ...)
{
  GString *line = g_string_new (NULL);
  va_list args;

  va_start (args, first);
  for (const char *text = first; text; text = va_arg (args, const char *)) {
    if (*text == '\0')
      continue;
    if (line->len > 0)
      g_string_append (line, " · ");
    g_string_append (line, text);
  }
  va_end (args);

  return g_string_free (line, FALSE);
}
