/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A day's rows as bytes; see wb-stat-pack.h. Bytes in a file may be damaged: nothing is read past
 * their end, and a word that is not there is never followed. */

#include "config.h"

#include "wb-stat-pack.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define VERSION 1
/* More than any day has; so many rows of it that no sum of them overflows. */
#define MAX_NUMBER (G_GUINT64_CONSTANT (1) << 43)
#define NO WB_STAT_NO_FIELD

G_STATIC_ASSERT (WB_N_VERDICTS == 6);
G_STATIC_ASSERT (WB_N_CALL_ENDS == 6);

#define BANNER(field) offsetof (WbBannerCount, field)
#define FUNNEL(field) offsetof (WbFunnelRow, field)
#define CALL(field) offsetof (WbCallCount, field)

static void
add_banner_count (gpointer      sum,
                  gconstpointer row)
{
  wb_banner_count_add (sum, row);
}

static void
add_funnel_row (gpointer      sum,
                gconstpointer row)
{
  wb_funnel_row_add (sum, row);
}

static void
add_call_count (gpointer      sum,
                gconstpointer row)
{
  wb_call_count_add (sum, row);
}

static gpointer
create_banner_count (void)
{
  return wb_banner_count_new ();
}

static gpointer
create_funnel_row (void)
{
  return wb_funnel_row_new ();
}

static gpointer
create_call_count (void)
{
  return wb_call_count_new ();
}

static const WbStatForm forms[WB_N_STATS] = {
  [WB_STAT_BANNERS] = {
    .name = "banners",
    .words = { BANNER (banner), BANNER (placement), BANNER (type), NO },
    .day = BANNER (day),
    .n_counts = 9,
    .counts = { BANNER (impressions), BANNER (impressions_raw), BANNER (clicks),
                BANNER (clicks_raw), BANNER (filtered[1]), BANNER (filtered[2]),
                BANNER (filtered[3]), BANNER (filtered[4]), BANNER (filtered[5]) },
    .create = create_banner_count,
    .unref = (GDestroyNotify) wb_banner_count_unref,
    .add = add_banner_count,
  },
  [WB_STAT_FUNNEL] = {
    .name = "funnel",
    .has_tool = TRUE,
    .words = { NO, FUNNEL (placement), FUNNEL (type), FUNNEL (currency) },
    .day = FUNNEL (day),
    .n_counts = 8,
    .counts = { FUNNEL (offered), FUNNEL (shown), FUNNEL (taken), FUNNEL (used),
                FUNNEL (used_probable), FUNNEL (open), FUNNEL (revenue),
                FUNNEL (revenue_probable) },
    .n_squares = 2,
    .squares = { FUNNEL (revenue_squares), FUNNEL (revenue_all_squares) },
    .create = create_funnel_row,
    .unref = (GDestroyNotify) wb_funnel_row_unref,
    .add = add_funnel_row,
  },
  [WB_STAT_CALLS] = {
    .name = "calls",
    .words = { NO, NO, CALL (type), NO },
    .day = CALL (day),
    .n_counts = 12,
    .counts = { CALL (asked), CALL (open), CALL (in_goal), CALL (goal_counted), CALL (in_promise),
                CALL (promise_counted), CALL (ends[0]), CALL (ends[1]), CALL (ends[2]),
                CALL (ends[3]), CALL (ends[4]), CALL (ends[5]) },
    .create = create_call_count,
    .unref = (GDestroyNotify) wb_call_count_unref,
    .add = add_call_count,
  },
};

const WbStatForm *
wb_stat_form (WbStatKind kind)
{
  g_assert (kind < WB_N_STATS);

  return &forms[kind];
}

static gconstpointer
get_field (gconstpointer record,
           guint16       offset)
{
  return (const char *) record + offset;
}

gint32
wb_stat_form_get_day (const WbStatForm *form,
                      gconstpointer     record)
{
  return *(const gint32 *) get_field (record, form->day);
}

/* (transfer none) (nullable): the field; NULL = the kind has none. */
char **
wb_stat_form_get_word (const WbStatForm *form,
                       gpointer          record,
                       WbStatWord        word)
{
  return form->words[word] == NO ? NULL : (char **) ((char *) record + form->words[word]);
}

int
wb_stat_form_compare (const WbStatForm *form,
                      gconstpointer     a,
                      gconstpointer     b)
{
  gint32 day_a = wb_stat_form_get_day (form, a);
  gint32 day_b = wb_stat_form_get_day (form, b);
  int order = (day_a > day_b) - (day_a < day_b);

  for (int i = 0; order == 0 && i <= WB_STAT_WORD_TYPE; i++) {
    if (form->words[i] != NO)
      order = g_strcmp0 (*(char *const *) get_field (a, form->words[i]),
                         *(char *const *) get_field (b, form->words[i]));
  }
  if (order == 0 && form->has_tool) {
    const WbFunnelRow *funnel_a = a;
    const WbFunnelRow *funnel_b = b;

    order = (funnel_a->tool > funnel_b->tool) - (funnel_a->tool < funnel_b->tool);
    if (order == 0)
      order = g_strcmp0 (funnel_a->currency, funnel_b->currency);
  }

  return order;
}

static void
put_number (GByteArray *bytes,
            guint64     number)
{
  guint8 buffer[10];
  guint n = 0;

  do {
    buffer[n] = (guint8) (number & 0x7f);
    number >>= 7;
    if (number > 0)
      buffer[n] |= 0x80;
    n++;
  } while (number > 0);
  g_byte_array_append (bytes, buffer, n);
}

static gboolean
put_row (const WbStatForm  *form,
         gconstpointer      record,
         GHashTable        *places,
         GPtrArray         *words,
         GByteArray        *bytes,
         GError           **error)
{
  if (form->has_tool)
    put_number (bytes, ((const WbFunnelRow *) record)->tool);
  for (int i = 0; i < WB_N_STAT_WORDS; i++) {
    const char *word = NULL;
    guint place = 0;

    if (form->words[i] == NO)
      continue;
    word = *(char *const *) get_field (record, form->words[i]);
    place = word ? GPOINTER_TO_UINT (g_hash_table_lookup (places, word)) : 0;
    if (word && place == 0) {
      g_ptr_array_add (words, (gpointer) word);
      place = words->len;
      g_hash_table_insert (places, (gpointer) word, GUINT_TO_POINTER (place));
    }
    put_number (bytes, place);
  }
  for (guint i = 0; i < form->n_counts; i++) {
    gint64 count = *(const gint64 *) get_field (record, form->counts[i]);

    if (count < WB_COUNT_NONE || (guint64) count + 1 > MAX_NUMBER) {
      g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT, "%s: a count out of range",
                   form->name);
      return FALSE;
    }
    put_number (bytes, (guint64) count + 1);
  }
  for (guint i = 0; i < form->n_squares; i++) {
    guint64 bits = 0;

    memcpy (&bits, get_field (record, form->squares[i]), sizeof bits);
    bits = GUINT64_TO_LE (bits);
    g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
  }

  return TRUE;
}

GBytes *
wb_stat_pack (const WbStatForm  *form,
              gpointer const    *rows,
              guint              n,
              GError           **error)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint8 version = VERSION;

  for (guint i = 0; i < n; i++) {
    if (i > 0 && wb_stat_form_compare (form, rows[i - 1], rows[i]) == 0) {
      g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT, "%s: a row came twice", form->name);
      return NULL;
    }
    if (!put_row (form, rows[i], places, words, body, error))
      return NULL;
  }
  g_byte_array_append (bytes, &version, 1);
  put_number (bytes, words->len);
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);
    gsize length = strlen (word);

    put_number (bytes, length);
    g_byte_array_append (bytes, (const guint8 *) word, (guint) length + 1);
  }
  put_number (bytes, n);
  g_byte_array_append (bytes, body->data, body->len);

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
take_number (WbStatReader *self,
             guint64      *number_out)
{
  guint64 number = 0;

  for (guint shift = 0; self->at < self->end && shift < 64; shift += 7) {
    guint8 byte = *self->at++;

    number |= (guint64) (byte & 0x7f) << shift;
    if (!(byte & 0x80)) {
      *number_out = number;
      return TRUE;
    }
  }

  return FALSE;
}

static gboolean
refuse_bytes (const WbStatReader  *self,
              GError             **error)
{
  g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_CORRUPT,
               _ ("The stored statistics are damaged (%s, day %d)."), self->form->name, self->day);

  return FALSE;
}

static gboolean
take_words (WbStatReader *self)
{
  guint64 n = 0;

  if (!take_number (self, &n))
    return FALSE;
  for (guint64 i = 0; i < n; i++) {
    guint64 length = 0;

    if (!take_number (self, &length) || length >= (guint64) (self->end - self->at) ||
        memchr (self->at, '\0', length + 1) != self->at + length)
      return FALSE;
    g_ptr_array_add (self->words, (gpointer) self->at);
    self->at += length + 1;
  }

  return take_number (self, &self->n_left);
}

gboolean
wb_stat_reader_init (WbStatReader      *self,
                     const WbStatForm  *form,
                     gint32             day,
                     GBytes            *bytes,
                     GError           **error)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  *self = (WbStatReader) { .form = form, .at = data, .end = data + length, .day = day };
  self->words = g_ptr_array_new ();
  *(gint32 *) ((char *) &self->row + form->day) = day;
  if (form->has_tool)
    self->row.funnel.has_tool = TRUE;
  if (length == 0 || *self->at++ != VERSION || !take_words (self))
    return refuse_bytes (self, error);

  return TRUE;
}

void
wb_stat_reader_clear (WbStatReader *self)
{
  g_clear_pointer (&self->words, g_ptr_array_unref);
}

static gboolean
take_row_words (WbStatReader *self)
{
  const WbStatForm *form = self->form;

  for (int i = 0; i < WB_N_STAT_WORDS; i++) {
    guint64 place = 0;

    if (form->words[i] == NO)
      continue;
    if (!take_number (self, &place) || place > self->words->len)
      return FALSE;
    self->ids[i] = (guint32) place;
    *wb_stat_form_get_word (form, &self->row, i) = place == 0 ? NULL
                                                              : self->words->pdata[place - 1];
  }

  return TRUE;
}

static gboolean
take_row (WbStatReader *self)
{
  const WbStatForm *form = self->form;
  guint64 number = 0;

  if (form->has_tool) {
    if (!take_number (self, &number) || number >= WB_N_TOOLS)
      return FALSE;
    self->row.funnel.tool = (WbTool) number;
  }
  if (!take_row_words (self))
    return FALSE;
  for (guint i = 0; i < form->n_counts; i++) {
    if (!take_number (self, &number) || number > MAX_NUMBER)
      return FALSE;
    *(gint64 *) ((char *) &self->row + form->counts[i]) = (gint64) number - 1;
  }
  for (guint i = 0; i < form->n_squares; i++) {
    if (self->end - self->at < (gssize) sizeof number)
      return FALSE;
    memcpy (&number, self->at, sizeof number);
    number = GUINT64_FROM_LE (number);
    memcpy ((char *) &self->row + form->squares[i], &number, sizeof number);
    self->at += sizeof number;
  }

  return TRUE;
}

gboolean
wb_stat_reader_step (WbStatReader  *self,
                     gboolean      *has_row_out,
                     GError       **error)
{
  *has_row_out = self->n_left > 0;
  if (self->n_left == 0)
    return self->at == self->end || refuse_bytes (self, error);
  if (!take_row (self))
    return refuse_bytes (self, error);
  self->n_left--;
  if (self->form == &forms[WB_STAT_BANNERS])
    self->row.banner.clicks_with_views =
      self->row.banner.impressions == WB_COUNT_NONE ? 0 : self->row.banner.clicks;

  return TRUE;
}
