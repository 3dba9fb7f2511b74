/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One row of the call queue, a call or a group's header, drawn by itself: one widget per row keeps a
 * long queue smooth (reference/floors.md 2). */

#pragma once

#include "wb-call-list.h"
#include "wb-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is marked on a row. */
typedef enum
{
  WB_CALL_MARK_NONE,
  WB_CALL_MARK_UNSENT,  /* the server has not confirmed what was done */
  WB_CALL_MARK_STORY,   /* somebody else did something meanwhile: to be read (wb-call-story.h) */
} WbCallMark;

/* What the rows of a list go by beside their own call; whoever changes it refreshes them. */
typedef struct
{
  WbCallSort sort;
  GHashTable *marks;  /* (owned) (nullable) (element-type utf8 guint) WbCallMark by activity id */
  struct _WbCallRowPens *pens; /* (owned) (nullable) what they are written with */
} WbCallRowRules;

WbCallRowRules *wb_call_row_rules_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       wb_call_row_rules_unref (WbCallRowRules *rules);

#define WB_TYPE_CALL_ROW (wb_call_row_get_type ())
G_DECLARE_FINAL_TYPE (WbCallRow, wb_call_row, WB, CALL_ROW, GtkWidget)

GtkWidget *wb_call_row_new        (WbContext      *context,
                                   WbCallRowRules *rules) G_GNUC_WARN_UNUSED_RESULT;
/* @item: WbRow or WbCallHeader; NULL = none (recycled). */
void       wb_call_row_set_item   (WbCallRow  *self,
                                   gpointer    item);
gpointer   wb_call_row_get_item   (WbCallRow  *self);
/* Its words once more, as time goes by. */
void       wb_call_row_refresh    (WbCallRow  *self);
/* Its words once more, if the rules' sort is another than they were made for. */
void       wb_call_row_keep_up    (WbCallRow  *self);
/* What a screen reader says. */
const char *wb_call_row_get_spoken (WbCallRow *self);

G_END_DECLS
