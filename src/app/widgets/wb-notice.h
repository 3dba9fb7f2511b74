/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A sentence about the page, in the page, with up to two things to do about it. Slides in and out;
 * icon and words carry what the colour says. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  WB_NOTICE_INFO,
  WB_NOTICE_WARNING,
  WB_NOTICE_ERROR,
} WbNoticeKind;

#define WB_TYPE_NOTICE (wb_notice_get_type ())
G_DECLARE_FINAL_TYPE (WbNotice, wb_notice, WB, NOTICE, AdwBin)

/* Signal "clicked" (int button): 0 = the first button, 1 = the second. */

GtkWidget *wb_notice_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void       wb_notice_show         (WbNotice     *self,
                                   WbNoticeKind  kind,
                                   const char   *title,
                                   const char   *detail);
void       wb_notice_set_buttons  (WbNotice     *self,
                                   const char   *first,
                                   const char   *second);
void       wb_notice_focus        (WbNotice     *self,
                                   int           button);
void       wb_notice_hide         (WbNotice     *self);
gboolean   wb_notice_is_shown     (WbNotice     *self);

G_END_DECLS
