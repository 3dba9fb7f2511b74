/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one new banner that a page can have on its way: its form, and what the page's notice says
 * while it is sent and when it is not known what became of it. And the same for a change of a banner
 * that needs a person. Main thread only. */

#pragma once

#include "wb-banner-form.h"
#include "wb-notice.h"

G_BEGIN_DECLS

#define WB_TYPE_BANNER_MAKER (wb_banner_maker_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerMaker, wb_banner_maker, WB, BANNER_MAKER, GObject)

/* Signals: "made" (const char *id): the server has it. "changed": the notice may say something else;
 * after "made", too. */

WbBannerMaker *wb_banner_maker_new      (WbContext        *context) G_GNUC_WARN_UNUSED_RESULT;
WbBannerForm  *wb_banner_maker_open     (WbBannerMaker    *self,
                                         GtkWindow        *parent);
/* The next wb_banner_maker_open() shows a form that is there already. */
gboolean       wb_banner_maker_is_busy  (WbBannerMaker    *self);
void           wb_banner_maker_drop     (WbBannerMaker    *self);
/* Of the new banner, else of a change of the one with that id; hides the notice when all is well. */
void           wb_banner_maker_show     (WbBannerMaker    *self,
                                         WbNotice         *notice,
                                         const char       *id);
/* A button of the notice that was shown last. */
void           wb_banner_maker_clicked  (WbBannerMaker    *self,
                                         GtkWidget        *widget,
                                         int               button);

/* The form of a banner that there is. */
void           wb_banner_form_open_edit (WbContext        *context,
                                         WbBannerPictures *pictures,
                                         const WbBanner   *banner,
                                         GtkWindow        *parent);

G_END_DECLS
