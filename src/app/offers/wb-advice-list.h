/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager may want to think over, in place. Looks unlike a problem: nothing is wrong, and
 * nothing is in the way of a save. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_ADVICE_LIST (wb_advice_list_get_type ())
G_DECLARE_FINAL_TYPE (WbAdviceList, wb_advice_list, WB, ADVICE_LIST, AdwBin)

GtkWidget *wb_advice_list_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void       wb_advice_list_show  (WbAdviceList *self,
                                 GPtrArray    *advice,
                                 const char   *path);

G_END_DECLS
