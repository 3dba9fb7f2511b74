/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What newer libraries do in another way than our floor; the only file with version tests
 * (reference/ecosystem.md 3.3). Main thread only. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @response is TRUE if the person chose to go on. */
typedef void (* WbAskFunc) (gboolean response, gpointer user_data);

void       wb_compat_ask        (GtkWindow    *parent,
                                 const char   *heading,
                                 const char   *body,
                                 const char   *go_on_label,
                                 gboolean      destructive,
                                 WbAskFunc     func,
                                 gpointer      user_data,
                                 GDestroyNotify user_data_free);
/* Two ways to go on. @choice: the one chosen, from 0; -1 = neither. */
typedef void (* WbChooseFunc) (int choice, gpointer user_data);

void       wb_compat_choose     (GtkWindow    *parent,
                                 const char   *heading,
                                 const char   *body,
                                 const char   *other_label,
                                 const char   *suggested_label,
                                 WbChooseFunc  func,
                                 gpointer      user_data,
                                 GDestroyNotify user_data_free);
void       wb_compat_about      (GtkWindow    *parent);

/* @file is NULL when nothing was picked. */
typedef void (* WbPickFunc) (GFile *file, gpointer user_data);

void       wb_compat_pick_file  (GtkWindow      *parent,
                                 const char     *title,
                                 WbPickFunc      func,
                                 gpointer        user_data,
                                 GDestroyNotify  user_data_free);

/* The same among pictures; @filter_name names them, translated. */
void       wb_compat_pick_picture (GtkWindow    *parent,
                                 const char     *title,
                                 const char     *filter_name,
                                 WbPickFunc      func,
                                 gpointer        user_data,
                                 GDestroyNotify  user_data_free);

/* Where to save a new file; @name is proposed. */
void       wb_compat_save_file  (GtkWindow      *parent,
                                 const char     *title,
                                 const char     *name,
                                 WbPickFunc      func,
                                 gpointer        user_data,
                                 GDestroyNotify  user_data_free);

/* Shows the folder that @file is in. */
void       wb_compat_show_folder (GtkWindow     *parent,
                                 GFile          *file);

/* The colour that CSS gives a widget, for one that draws itself. */
void       wb_compat_get_color  (GtkWidget      *widget,
                                 GdkRGBA        *color_out);

/* Tab leaves a list instead of visiting each row. */
void       wb_compat_tab_leaves_list (GtkListView *list);
void       wb_compat_tab_leaves_list_box (GtkListBox *list);
void       wb_compat_tab_leaves_grid (GtkGridView *grid);

void       wb_compat_name_calendar_arrows (GtkCalendar *calendar);

G_END_DECLS
