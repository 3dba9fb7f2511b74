/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the call sheet share: its words, taken when it is asked for, since the print
 * dialog may stay open long after; and how they are laid on pages. */

#pragma once

#include "wb-call-sheet.h"

G_BEGIN_DECLS

/* A call, or the heading of a group of them. All owned; "" = nothing to say. */
typedef struct
{
  char *heading;       /* (nullable) set = only this */
  gboolean is_closed;
  char *due;           /* when to act; closed: when it was */
  char *state;         /* "Late"; closed: how it ended */
  char *promise;
  char *person;
  char *number;        /* for people; without one the address, or that there is none */
  char *ticket;
  char *product;
  char *attempts;
  char *holder;
  char *note;
} WbCallSheetRow;

typedef struct
{
  char *family;        /* (owned) the font's */
  char *merchant;      /* (owned) */
  char *title;         /* (owned) */
  char *count;         /* (owned) */
  char *printed;       /* (owned) */
  char *legend;        /* (owned) */
  GPtrArray *rows;     /* (owned) (element-type WbCallSheetRow) */
  GArray *pages;       /* (owned) (element-type guint) the first row of each page, once laid out */
  guint n_laid_out;    /* rows */
  double filled;       /* of the page that is being laid out */
} WbCallSheet;

WbCallSheet *wb_call_sheet_new         (WbContext       *context,
                                        GPtrArray       *calls,
                                        const char      *title) G_GNUC_WARN_UNUSED_RESULT;
void         wb_call_sheet_free        (WbCallSheet     *self);

/* Lays out some more rows; TRUE when all are. */
gboolean     wb_call_sheet_lay_out     (WbCallSheet     *self,
                                        GtkPrintContext *context);
void         wb_call_sheet_draw_page   (WbCallSheet     *self,
                                        GtkPrintContext *context,
                                        guint            page);

/* @paper: e.g. GTK_PAPER_NAME_A4; NULL = the one that is usual here. */
gboolean     wb_call_sheet_export_paper (WbContext      *context,
                                         GPtrArray      *calls,
                                         const char     *title,
                                         const char     *paper,
                                         const char     *path,
                                         GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCallSheet, wb_call_sheet_free)

G_END_DECLS
