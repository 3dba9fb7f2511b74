/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A list as a window on the database (design.md 6, reference/floors.md 2 and 9): a vector of row
 * ids from one query, and small objects for the rows in view, made when they are asked for, few
 * kept. A million rows cost 8 MB. Main thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One row: its id, and the record read for it when somebody first looks. The same object stands for
 * the same id as long as anybody holds it, in whatever place of the list, until other rows replace
 * all. Property "record" is notified when it may have changed: a bound widget listens and reads it
 * again. */
#define WB_TYPE_ROW (wb_row_get_type ())
G_DECLARE_FINAL_TYPE (WbRow, wb_row, WB, ROW, GObject)

gint64     wb_row_get_id          (WbRow           *self);
gpointer   wb_row_get_record      (WbRow           *self);

/* Reads the record of a row, e.g. by wb_ticket_store_get_row(): (transfer full), NULL = gone. */
typedef gpointer (* WbRowLoadFunc) (gint64 id, gpointer data);

/* A GListModel of WbRow. */
#define WB_TYPE_ROW_LIST (wb_row_list_get_type ())
G_DECLARE_FINAL_TYPE (WbRowList, wb_row_list, WB, ROW_LIST, GObject)

WbRowList *wb_row_list_new        (WbRowLoadFunc    load,
                                   GDestroyNotify   free_record,
                                   gpointer         data,
                                   GDestroyNotify   destroy_data) G_GNUC_WARN_UNUSED_RESULT;
void       wb_row_list_set_ids    (WbRowList       *self,
                                   GArray          *ids);
/* Those of another question: objects in view of rows that it has not turn into its first ones. */
void       wb_row_list_replace_ids (WbRowList      *self,
                                    GArray         *ids);
void       wb_row_list_reload     (WbRowList       *self);
void       wb_row_list_reload_id  (WbRowList       *self,
                                   gint64           id);
gint64     wb_row_list_get_id     (WbRowList       *self,
                                   guint            position);
gboolean   wb_row_list_find       (WbRowList       *self,
                                   gint64           id,
                                   guint           *position_out);
guint      wb_row_list_get_n_kept (WbRowList       *self);

G_END_DECLS
