/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A day's rows of statistics as bytes, and back. Bytes of equal rows are equal, in whatever order the
 * rows came. Layout, version 1: a byte 1; how many words, each with its length, its UTF-8 and a NUL; how
 * many rows, each with its tool (funnel only), its words (0 = none, else one more than its place), its
 * counts (each one more than it is, so that 0 is one that cannot be had) and its squares (8 bytes, little-
 * endian). Numbers are LEB128. */

#pragma once

#include "wb-db.h"
#include "wb-stat-store.h"

G_BEGIN_DECLS

/* The texts a row is of. */
typedef enum
{
  WB_STAT_WORD_BANNER,
  WB_STAT_WORD_PLACEMENT,
  WB_STAT_WORD_TYPE,
  WB_STAT_WORD_CURRENCY,
  WB_N_STAT_WORDS,
} WbStatWord;

#define WB_STAT_NO_FIELD G_MAXUINT16

/* How a kind's record is made up: offsets of its fields. Their order is that of the bytes. */
typedef struct
{
  const char *name;                   /* column `kind` */
  gboolean has_tool;
  guint16 words[WB_N_STAT_WORDS];     /* WB_STAT_NO_FIELD = the kind has none */
  guint16 day;
  guint n_counts;
  guint16 counts[16];
  guint n_squares;
  guint16 squares[2];
  gpointer (* create) (void);
  GDestroyNotify unref;
  void (* add) (gpointer sum, gconstpointer row);
} WbStatForm;

const WbStatForm *wb_stat_form          (WbStatKind kind);
gint32            wb_stat_form_get_day  (const WbStatForm *form, gconstpointer record);
char            **wb_stat_form_get_word (const WbStatForm *form, gpointer record, WbStatWord word);

/* A record of any kind, on the stack. */
typedef union
{
  WbBannerCount banner;
  WbFunnelRow funnel;
  WbCallCount call;
} WbStatAny;

/* By day, then by what the rows are of. */
int               wb_stat_form_compare  (const WbStatForm *form, gconstpointer a, gconstpointer b);

/* @rows: @n records of one day, by wb_stat_form_compare(). Two of the same thing, or a count that
 * no day has: WB_DB_ERROR_CONSTRAINT. */
GBytes           *wb_stat_pack          (const WbStatForm *form, gpointer const *rows, guint n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads what was packed, row by row. */
typedef struct
{
  const WbStatForm *form;
  const guint8 *at;
  const guint8 *end;
  GPtrArray *words;      /* (owned) (element-type utf8) (unowned elements) in the bytes */
  guint64 n_left;
  gint32 day;
  guint32 ids[WB_N_STAT_WORDS];  /* of the row just read: one more than the place in words; 0 = none */
  WbStatAny row;         /* the row just read; its texts are in the bytes: never freed */
} WbStatReader;

gboolean          wb_stat_reader_init   (WbStatReader *self, const WbStatForm *form, gint32 day, GBytes *bytes, GError **error);
void              wb_stat_reader_clear  (WbStatReader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbStatReader, wb_stat_reader_clear)
/* @has_row_out: FALSE after the last. WB_DB_ERROR_CORRUPT for what cannot have been packed. */
gboolean          wb_stat_reader_step   (WbStatReader *self, gboolean *has_row_out, GError **error);

G_END_DECLS
