/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call queue as one list: the rows of each group under a header object of that group
 * (reference/proven.md 5 and 6). The same object stands for the same group for the life of the list
 * and for the same call until other refs are shown in a window (wb_row_list_replace_ids()), and a
 * change is one trimmed items-changed, so that selection, scroll position and focus stay. Main
 * thread. */

#pragma once

#include "wb-call-store.h"
#include "wb-row-list.h"

G_BEGIN_DECLS

/* The header above a group. Property "count" is notified when rows come or go. */
#define WB_TYPE_CALL_HEADER (wb_call_header_get_type ())
G_DECLARE_FINAL_TYPE (WbCallHeader, wb_call_header, WB, CALL_HEADER, GObject)

WbCallGroup   wb_call_header_get_group  (WbCallHeader   *self);
guint         wb_call_header_get_count  (WbCallHeader   *self);

/* A GListModel whose items are WbCallHeader or WbRow (record: WbActivity); groups without rows
 * have no header. */
#define WB_TYPE_CALL_LIST (wb_call_list_get_type ())
G_DECLARE_FINAL_TYPE (WbCallList, wb_call_list, WB, CALL_LIST, GObject)

WbCallList   *wb_call_list_new          (WbRowLoadFunc   load,
                                         gpointer        data,
                                         GDestroyNotify  destroy_data) G_GNUC_WARN_UNUSED_RESULT;
void          wb_call_list_set_refs     (WbCallList     *self,
                                         GArray         *refs);
void          wb_call_list_set_window   (WbCallList     *self,
                                         gint64          rowid,
                                         guint           size);
void          wb_call_list_narrow       (WbCallList     *self,
                                         guint           position,
                                         guint           n);
gboolean      wb_call_list_widen        (WbCallList     *self,
                                         guint           n);
void          wb_call_list_reload       (WbCallList     *self);
void          wb_call_list_reload_id    (WbCallList     *self,
                                         gint64          rowid);
gboolean      wb_call_list_is_header    (WbCallList     *self,
                                         guint           position);
gboolean      wb_call_list_find         (WbCallList     *self,
                                         gint64          rowid,
                                         guint          *position_out);
/* The row at @position or else the nearest one, forwards first: where a selection goes when its
 * row has gone. */
gboolean      wb_call_list_nearest_row  (WbCallList     *self,
                                         guint           position,
                                         guint          *position_out);

G_END_DECLS
