/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window asks of each page in its stack. A page is a GtkWidget with the construct property
 * "context" (WbContext); it fills the whole area beside the sidebar, header bar included. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_PAGE (wb_page_get_type ())
G_DECLARE_INTERFACE (WbPage, wb_page, WB, PAGE, GtkWidget)

struct _WbPageInterface
{
  GTypeInterface parent_iface;

  /* For the window's title. Required. */
  const char *(* get_title)    (WbPage          *self);
  /* The page came into view: give the focus to what a person would use first. */
  void        (* shown)        (WbPage          *self);
  /* Ctrl+F. FALSE = the page has no search. */
  gboolean    (* start_search) (WbPage          *self);
  /* A key that no focused widget wanted (so never one typed into a text field). TRUE = used. */
  gboolean    (* handle_key)   (WbPage          *self,
                                guint            keyval,
                                GdkModifierType  state);
  /* Shows the thing with that id: a call, a ticket, a type. FALSE = not here. */
  gboolean    (* show_object)  (WbPage          *self,
                                const char      *id);
  /* The id of the thing whose card is in sight; NULL = of none. */
  const char *(* get_object)   (WbPage          *self);
};

/* Signal "object-changed": get_object() may give another. */

const char *wb_page_get_title    (WbPage          *self);
void        wb_page_shown        (WbPage          *self);
gboolean    wb_page_start_search (WbPage          *self);
gboolean    wb_page_handle_key   (WbPage          *self,
                                  guint            keyval,
                                  GdkModifierType  state);
gboolean    wb_page_show_object  (WbPage          *self,
                                  const char      *id);

const char *wb_page_get_object   (WbPage          *self);
void        wb_page_object_changed (WbPage        *self);

void        wb_page_toast        (WbPage          *self,
                                  const char      *title,
                                  const char      *button_label,
                                  const char      *action_name,
                                  GVariant        *action_target);
void        wb_page_toast_error  (WbPage          *self,
                                  const GError    *error);

G_END_DECLS
