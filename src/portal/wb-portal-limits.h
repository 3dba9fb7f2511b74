/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How much one user may ask: so many requests a minute, four at once (reference/retino-api.md B.1). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WB_PORTAL_AT_ONCE 4

typedef struct _WbPortalLimits WbPortalLimits;

/* What every answer says about the limit. */
typedef struct
{
  int limit;
  int remaining;
  gint64 reset_secs;       /* Unix time */
  int retry_after_secs;    /* 0 = not refused */
} WbPortalAllowance;

WbPortalLimits *wb_portal_limits_new      (int             per_minute) G_GNUC_WARN_UNUSED_RESULT;
void            wb_portal_limits_free     (WbPortalLimits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPortalLimits, wb_portal_limits_free)

gboolean        wb_portal_limits_take     (WbPortalLimits    *self,
                                           const char        *user,
                                           gint64             now,
                                           WbPortalAllowance *allowance_out);
void            wb_portal_limits_give     (WbPortalLimits    *self,
                                           const char        *user);
guint           wb_portal_limits_count    (WbPortalLimits    *self);
void            wb_portal_limits_peek     (WbPortalLimits    *self,
                                           gint64             now,
                                           WbPortalAllowance *allowance_out);

G_END_DECLS
