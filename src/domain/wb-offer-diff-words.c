/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields of an offer and what became of them, said to people. History, clashes and the command line
 * use the same words, so that what one shows can be found in the other. */

#include "config.h"

#include "wb-offer-diff.h"

#include "wb-offer-fields.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of a text or an address no more than this many characters are said… */
#define TEXT_CHARS_MAX 80
/* …and so many of what two long texts have in common around what differs. */
#define CONTEXT_CHARS 16

typedef enum
{
  FIELD_SWITCH,
  FIELD_PLACEMENTS,
  FIELD_KIND,
  FIELD_AMOUNT,
  FIELD_MINIMUM,
  FIELD_DAYS,
  FIELD_TEXT,
  FIELD_PICTURE,
  FIELD_ADDRESS,
  FIELD_HOURS,
  FIELD_PERCENT,
  FIELD_PLAIN,
  FIELD_UNKNOWN,
} FieldKind;

static const struct
{
  const char *path;
  FieldKind kind;
  const char *label;
} fields[] = {
  { WB_OFFER_PATH_COUPON ".enabled", FIELD_SWITCH, N_ ("Coupon") },
  { WB_OFFER_PATH_COUPON ".placements", FIELD_PLACEMENTS, N_ ("Where the coupon is offered") },
  { WB_OFFER_PATH_VALIDITY, FIELD_DAYS, N_ ("How long the coupon is valid") },
  { WB_OFFER_PATH_CALL ".enabled", FIELD_SWITCH, N_ ("Call request") },
  { WB_OFFER_PATH_CALL ".placements", FIELD_PLACEMENTS,
    N_ ("Where the call request is offered") },
  { WB_OFFER_PATH_CALL_TEXT, FIELD_TEXT, N_ ("Call request text") },
  { WB_OFFER_PATH_BANNER ".enabled", FIELD_SWITCH, N_ ("Banner") },
  { WB_OFFER_PATH_BANNER ".placements", FIELD_PLACEMENTS, N_ ("Where the banner is offered") },
  { WB_OFFER_PATH_PICTURE, FIELD_PICTURE, N_ ("Banner picture") },
  { WB_OFFER_PATH_TARGET, FIELD_ADDRESS, N_ ("Banner target address") },
  { "name", FIELD_TEXT, N_ ("Name") },
  { "starts_on", FIELD_PLAIN, N_ ("First day") },
  { "ends_on", FIELD_PLAIN, N_ ("Last day") },
  { "archived", FIELD_SWITCH, N_ ("Archived") },
  { "call_goal_hours", FIELD_HOURS, N_ ("Answer calls within") },
  { "business_hours", FIELD_PLAIN, N_ ("Opening hours") },
  { "closed_days", FIELD_PLAIN, N_ ("Closed days") },
  { "coupon_cap_percent", FIELD_PERCENT, N_ ("Largest percentage staff may give") },
};

/* Fields that stand once per language or currency, which ends their path. */
static const struct
{
  const char *prefix;
  FieldKind kind;
  const char *label;
} keyed_fields[] = {
  /* Translators: %s is a language code such as cs, here and in the next */
  { WB_OFFER_PATH_CALL_TEXT ".", FIELD_TEXT, N_ ("Call request text (%s)") },
  { "alt_text.", FIELD_TEXT, N_ ("Alternative text (%s)") },
  /* Translators: %s is a currency such as CZK, here and in the next */
  { "coupon_cap.", FIELD_MINIMUM, N_ ("Largest coupon staff may give in %s") },
  { "coupon_budget.", FIELD_MINIMUM, N_ ("Coupons of staff per month in %s") },
};

static FieldKind
find_kind (const char  *path,
           const char **label_out)
{
  *label_out = NULL;

  if (g_str_has_prefix (path, WB_OFFER_PATH_AMOUNTS "[")) {
    if (g_str_has_suffix (path, "].min_order_value"))
      return FIELD_MINIMUM;
    return g_str_has_suffix (path, "].kind") ? FIELD_KIND : FIELD_AMOUNT;
  }

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (g_str_equal (path, fields[i].path)) {
      *label_out = _ (fields[i].label);
      return fields[i].kind;
    }
  }

  for (gsize i = 0; i < G_N_ELEMENTS (keyed_fields); i++) {
    if (g_str_has_prefix (path, keyed_fields[i].prefix))
      return keyed_fields[i].kind;
  }

  return FIELD_UNKNOWN;
}

/* What the path of a keyed field ends in; NULL for other fields. */
static char *
label_keyed (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keyed_fields); i++) {
    g_autofree char *key = NULL;
    g_auto (GStrv) around = NULL;

    if (!g_str_has_prefix (path, keyed_fields[i].prefix))
      continue;
    key = g_strdup (path + strlen (keyed_fields[i].prefix));
    around = g_strsplit (_ (keyed_fields[i].label), "%s", 2);
    return g_strjoinv (key, around);
  }

  return NULL;
}

static char *
label_row (const char *path,
           FieldKind   kind,
           gboolean    percent)
{
  g_autofree char *currency = wb_offer_path_dup_currency (path);
  const char *name = currency ? currency : "";

  if (kind == FIELD_MINIMUM)
    /* Translators: %s is a currency such as CZK, here and in the next two */
    return g_strdup_printf (_ ("Minimum order in %s"), name);
  if (kind == FIELD_KIND)
    return g_strdup_printf (_ ("Kind of coupon in %s"), name);
  /* One percentage holds for all currencies. */
  if (percent)
    return g_strdup (_ ("Coupon percentage"));

  return g_strdup_printf (_ ("Coupon amount in %s"), name);
}

/**
 * wb_field_label:
 * @path: the path of a `WbFieldChange` or a `WbFieldClash`
 * @words: (nullable): how values are said
 *
 * Names a field. Any thread.
 *
 * Returns: (transfer full): its name; the path itself for one that this version does not know
 */
char *
wb_field_label (const char        *path,
                const WbDiffWords *words)
{
  const char *label = NULL;
  g_autofree char *keyed = NULL;
  FieldKind kind;

  g_return_val_if_fail (path, NULL);

  kind = find_kind (path, &label);
  if (label)
    return g_strdup (label);
  if (kind == FIELD_UNKNOWN)
    return g_strdup (path);
  keyed = label_keyed (path);
  if (keyed)
    return g_steal_pointer (&keyed);

  return label_row (path, kind, words && words->percent);
}

/**
 * wb_placements_for_people:
 * @placements: where a tool is offered
 *
 * Any thread.
 *
 * Returns: (transfer full): e.g. "portal, e-mail"; "nowhere" for none
 */
char *
wb_placements_for_people (WbPlacements placements)
{
  static const struct
  {
    WbPlacements placement;
    const char *name;
  } names[] = {
    { WB_PLACEMENT_PORTAL, N_ ("portal") },
    { WB_PLACEMENT_TICKET_DETAIL, N_ ("ticket page") },
    { WB_PLACEMENT_EMAIL, N_ ("e-mail") },
  };
  GString *text = NULL;

  if (placements == WB_PLACEMENT_NONE)
    /* Translators: where an offer shows that has no place */
    return g_strdup (_ ("nowhere"));

  text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (placements & names[i].placement)
      g_string_append_printf (text, text->len > 0 ? ", %s" : "%s", _ (names[i].name));
  }

  return g_string_free (text, FALSE);
}

static char *
say_placements (const char *value)
{
  g_auto (GStrv) words = g_strsplit (value ? value : "", ",", -1);
  WbPlacements placements = WB_PLACEMENT_NONE;

  for (gsize i = 0; words[i]; i++)
    placements |= wb_placement_from_text (words[i]);

  return wb_placements_for_people (placements);
}

/**
 * wb_amount_for_people:
 * @amount: (nullable): decimal text of the API
 * @currency: (nullable): ISO 4217 code
 * @percent: whether @amount is a percentage
 * @locale: (nullable): how numbers are written; `NULL` = the process's locale
 *
 * Any thread.
 *
 * Returns: (transfer full): e.g. "200,00 Kč"; "nothing" for none; what is no amount as it stands
 */
char *
wb_amount_for_people (const char *amount,
                      const char *currency,
                      gboolean    percent,
                      const char *locale)
{
  WbMoney money = WB_MONEY_NONE;

  if (!amount || amount[0] == '\0')
    /* Translators: the value of a field in which nothing stands */
    return g_strdup (_ ("nothing"));
  if (percent)
    return wb_percent_format (amount, locale);
  if (!wb_money_parse_api (amount, currency, TRUE, &money, NULL))
    return g_strdup (amount);

  return wb_money_format_symbol (&money, locale, FALSE);
}

static char *
say_number (const char *value,
            gboolean    is_hours)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT, &number, NULL))
    return g_strdup (value);
  if (is_hours)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d hour", "%d hours", (gulong) number),
                            (int) number);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong) number),
                          (int) number);
}

/* The place of character @n, moved on so that no accent is torn from its letter. */
static const char *
find_char (const char *text,
           glong       n)
{
  const char *p = g_utf8_offset_to_pointer (text, n);

  while (*p != '\0' && g_unichar_ismark (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);

  return p;
}

static char *
shorten_middle (const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  glong half = TEXT_CHARS_MAX / 2;
  g_autofree char *head = NULL;

  if (length <= TEXT_CHARS_MAX)
    return g_strdup (text);

  head = g_strndup (text, (gsize) (find_char (text, half) - text));

  return g_strconcat (head, "…", find_char (text, length - half + 1), NULL);
}

/* On one line and in quotation marks, so that one sees where it begins and ends. */
static char *
quote (const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\r\n\t", ' ');
  g_autofree char *shortened = shorten_middle (line);

  /* Translators: quotation marks around a text */
  return g_strdup_printf (_ ("“%s”"), shortened);
}

static char *
say_picture (const char        *id,
             const WbDiffWords *words)
{
  const char *name = NULL;

  if (words && words->banner_names)
    name = g_hash_table_lookup (words->banner_names, id);

  return name ? quote (name) : g_strdup (_ ("a banner that is not known here"));
}

/**
 * wb_field_value_for_people:
 * @path: the path of a `WbFieldChange` or a `WbFieldClash`
 * @value: (nullable): one of its values, as the API writes it
 * @words: (nullable): how values are said
 *
 * Says one value of a field. Any thread.
 *
 * Returns: (transfer full): the value in words, on one line
 */
char *
wb_field_value_for_people (const char        *path,
                           const char        *value,
                           const WbDiffWords *words)
{
  g_autofree char *currency = NULL;
  const char *label = NULL;
  const char *locale = words ? words->locale : NULL;
  FieldKind kind;

  g_return_val_if_fail (path, NULL);

  kind = find_kind (path, &label);
  if (kind == FIELD_PLACEMENTS)
    return say_placements (value);
  if (!value || value[0] == '\0')
    return g_strdup (_ ("nothing"));

  currency = wb_offer_path_dup_currency (path);
  if (!currency && kind == FIELD_MINIMUM)
    currency = g_strdup (strchr (path, '.') + 1);
  switch (kind) {
    case FIELD_SWITCH:
      return g_strdup (g_str_equal (value, "true") ? _ ("on") : _ ("off"));
    case FIELD_KIND:
      if (g_str_equal (value, WB_COUPON_KIND_PERCENT))
        return g_strdup (_ ("a percentage"));
      return g_str_equal (value, WB_COUPON_KIND_FIXED) ? g_strdup (_ ("a fixed amount"))
                                                       : quote (value);
    case FIELD_AMOUNT:
      return wb_amount_for_people (value, currency, words && words->percent, locale);
    case FIELD_MINIMUM:
      return wb_amount_for_people (value, currency, FALSE, locale);
    case FIELD_DAYS:
      return say_number (value, FALSE);
    case FIELD_TEXT:
      return quote (value);
    case FIELD_PICTURE:
      return say_picture (value, words);
    case FIELD_ADDRESS:
    case FIELD_PLAIN:
      return shorten_middle (value);
    case FIELD_HOURS:
      return say_number (value, TRUE);
    case FIELD_PERCENT:
      return wb_amount_for_people (value, NULL, TRUE, locale);
    case FIELD_PLACEMENTS:
    case FIELD_UNKNOWN:
    default:
      return quote (value);
  }
}

/* How many characters two texts share at their beginning, and at their end behind that. */
static void
count_shared (const char *a,
              const char *b,
              glong      *head_out,
              glong      *tail_out)
{
  const char *a_end = a + strlen (a);
  const char *b_end = b + strlen (b);

  *head_out = 0;
  *tail_out = 0;
  while (*a != '\0' && g_utf8_get_char (a) == g_utf8_get_char (b)) {
    a = g_utf8_next_char (a);
    b = g_utf8_next_char (b);
    (*head_out)++;
  }
  while (a_end > a && b_end > b) {
    const char *a_last = g_utf8_prev_char (a_end);
    const char *b_last = g_utf8_prev_char (b_end);

    if (g_utf8_get_char (a_last) != g_utf8_get_char (b_last))
      break;
    a_end = a_last;
    b_end = b_last;
    (*tail_out)++;
  }
}

/* Leaves of what is the same before and behind only so much that one sees where it is. */
static char *
focus (const char *text,
       glong       head,
       glong       tail)
{
  glong length = g_utf8_strlen (text, -1);
  const char *start = text;
  const char *end = text + strlen (text);
  g_autofree char *middle = NULL;

  if (head > CONTEXT_CHARS)
    start = find_char (text, head - CONTEXT_CHARS);
  if (tail > CONTEXT_CHARS)
    end = find_char (text, length - tail + CONTEXT_CHARS);
  middle = g_strndup (start, (gsize) (end - start));

  return g_strconcat (start > text ? "…" : "", middle, *end != '\0' ? "…" : "", NULL);
}

/* Two long texts may differ only in what shortening would leave out; so they are cut to that. */
static char *
describe_long_texts (const char *label,
                     const char *before,
                     const char *after)
{
  glong head, tail;
  g_autofree char *focused_before = NULL;
  g_autofree char *focused_after = NULL;
  g_autofree char *quoted_before = NULL;
  g_autofree char *quoted_after = NULL;

  count_shared (before, after, &head, &tail);
  focused_before = focus (before, head, tail);
  focused_after = focus (after, head, tail);
  quoted_before = quote (focused_before);
  quoted_after = quote (focused_after);

  return g_strdup_printf (_ ("%s: %s → %s"), label, quoted_before, quoted_after);
}

static gboolean
is_long (const char *text)
{
  return g_utf8_strlen (text, -1) > TEXT_CHARS_MAX;
}

/* Whether a change of an amount is about percentages alone, which are the same in each currency. */
static gboolean
is_about_percent (const WbFieldChange *self)
{
  return (self->before_percent || self->after_percent) &&
         (self->before_percent || !self->before) && (self->after_percent || !self->after);
}

/**
 * wb_field_change_describe:
 * @self: a change
 * @words: (nullable): how values are said; whether amounts are percentages is told by @self
 *
 * Any thread.
 *
 * Returns: (transfer full): e.g. "Coupon amount in CZK: 200,00 Kč → 250,00 Kč"
 */
char *
wb_field_change_describe (const WbFieldChange *self,
                          const WbDiffWords   *words)
{
  WbDiffWords own = { 0 };
  const char *exact_label = NULL;
  FieldKind kind;
  g_autofree char *label = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_return_val_if_fail (self, NULL);

  if (words)
    own = *words;
  own.percent = is_about_percent (self);
  label = wb_field_label (self->path, &own);

  kind = find_kind (self->path, &exact_label);
  if ((kind == FIELD_TEXT || kind == FIELD_ADDRESS) && self->before && self->after &&
      (is_long (self->before) || is_long (self->after)))
    return describe_long_texts (label, self->before, self->after);

  own.percent = self->before_percent;
  before = wb_field_value_for_people (self->path, self->before, &own);
  own.percent = self->after_percent;
  after = wb_field_value_for_people (self->path, self->after, &own);

  /* Translators: what changed: a field's name, its value before and its value after */
  return g_strdup_printf (_ ("%s: %s → %s"), label, before, after);
}

/* "…[CZK].kind" is told by the change of "…[CZK].amount", which comes right behind it. */
static gboolean
is_told_by_next (GPtrArray *changes,
                 guint      index)
{
  const WbFieldChange *change = g_ptr_array_index (changes, index);
  const WbFieldChange *next = NULL;
  g_autofree char *currency = NULL;
  g_autofree char *amount_path = NULL;

  if (!g_str_has_suffix (change->path, "].kind") || index + 1 >= changes->len)
    return FALSE;

  next = g_ptr_array_index (changes, index + 1);
  currency = wb_offer_path_dup_currency (change->path);
  amount_path = wb_offer_path_of_amount (currency, "amount");

  return g_str_equal (next->path, amount_path) && next->before_percent != next->after_percent;
}

/**
 * wb_field_changes_describe:
 * @changes: (element-type WbFieldChange): of wb_offer_set_diff()
 * @words: (nullable): how values are said
 *
 * Says what changed as people count it: one percentage is one change, however many currencies
 * carry it. Any thread.
 *
 * Returns: (transfer full): a sentence each, in the order of @changes; empty when nothing changed
 */
GStrv
wb_field_changes_describe (GPtrArray         *changes,
                           const WbDiffWords *words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) told =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (changes, NULL);

  for (guint i = 0; i < changes->len; i++) {
    g_autofree char *sentence = NULL;

    if (is_told_by_next (changes, i))
      continue;
    sentence = wb_field_change_describe (g_ptr_array_index (changes, i), words);
    if (g_hash_table_contains (told, sentence))
      continue;
    g_strv_builder_add (builder, sentence);
    g_hash_table_add (told, g_steal_pointer (&sentence));
  }

  return g_strv_builder_end (builder);
}
