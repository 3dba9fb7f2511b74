/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The ticket types side by side, one of them chosen; scrolls where there is no room for all. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What a type's button says besides its name. */
typedef enum
{
  WB_TYPE_MARK_NONE = 0,
  WB_TYPE_MARK_UNSAVED = 1 << 0,
  WB_TYPE_MARK_NOT_CONFIGURED = 1 << 1,
  WB_TYPE_MARK_NEEDS_YOU = 1 << 2,
} WbTypeMarks;

#define WB_TYPE_TYPE_BAR (wb_type_bar_get_type ())
G_DECLARE_FINAL_TYPE (WbTypeBar, wb_type_bar, WB, TYPE_BAR, AdwBin)

/* Signal "chosen" (const char *id): by a person, not by wb_type_bar_choose(). */

void       wb_type_bar_set_types  (WbTypeBar    *self,
                                   const char  **ids,
                                   const char  **names);
void       wb_type_bar_set_marks  (WbTypeBar    *self,
                                   const char   *id,
                                   WbTypeMarks   marks);
void       wb_type_bar_choose     (WbTypeBar    *self,
                                   const char   *id);
void       wb_type_bar_focus      (WbTypeBar    *self);

G_END_DECLS
