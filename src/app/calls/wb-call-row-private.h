/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of WbCallRow share. */

#pragma once

#include "wb-call-row.h"

#include "wb-format.h"

G_BEGIN_DECLS

/* What the row says. */
enum
{
  WB_CALL_ROW_NAME,    /* customer; a header's label */
  WB_CALL_ROW_ABOUT,   /* type, code and product */
  WB_CALL_ROW_DUE,     /* when */
  WB_CALL_ROW_ASIDE,   /* “no number”, tries, how it ended */
  WB_CALL_ROW_BADGE,   /* initials of who holds it */
  WB_CALL_ROW_N_TEXTS,
};

struct _WbCallRow
{
  GtkWidget parent_instance;

  WbContext *context;                /* (owned) */
  gpointer item;                     /* (owned) (nullable) WbRow or WbCallHeader */
  gulong changed_id;
  WbCallRowRules *rules;             /* (owned) */
  WbCallSort sort;                   /* what its words were made for */
  GtkWidget *icon;                   /* (owned by the widget tree) */
  GtkWidget *mark;                   /* (owned by the widget tree) (nullable) */
  char *texts[WB_CALL_ROW_N_TEXTS];  /* (owned) (nullable) NULL = nothing to say */
  char *spoken;                      /* (owned) (nullable) */
  char *hint;                        /* (owned) (nullable) the tooltip: what has no room */
  WbUrgency urgency;
  WbCallMark marked;
  gboolean is_header;
};

/* wb-call-row-words.c: into the texts. */
void         wb_call_row_describe_header   (WbCallRow        *self,
                                            WbCallHeader     *header);
void         wb_call_row_describe_call     (WbCallRow        *self,
                                            const WbActivity *call);

/* wb-call-row-draw.c */
typedef struct _WbCallRowPens WbCallRowPens;

void         wb_call_row_pens_free         (WbCallRowPens    *self);
int          wb_call_row_get_height        (WbCallRow        *self);
void         wb_call_row_draw              (WbCallRow        *self,
                                            GtkSnapshot      *snapshot);

G_END_DECLS
