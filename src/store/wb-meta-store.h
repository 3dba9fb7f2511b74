/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The names of the workspace's small facts, for wb_workspace_dup_meta() and _set_meta(). */

#pragma once

#define WB_META_BASE_URL "base_url"              /* ".../api/v2" */
#define WB_META_AUTH_FORM "auth_form"            /* token|bare */
#define WB_META_LEVEL "level"                    /* 0|1 */
#define WB_META_ME "me"                          /* user id of the token */
#define WB_META_CURSOR "cursor"                  /* of the event feed */
#define WB_META_MARK "mark"                      /* of level 0's polling */
#define WB_META_LAST_SYNCED_AT "last_synced_at"  /* ms */
#define WB_META_CLOCK_SKEW_MS "clock_skew_ms"    /* server's clock minus ours */
/* Server's clock minus our steady one, and the epoch of that: "OFFSET_MS EPOCH" (wb-server-time.h). */
#define WB_META_CLOCK_STEADY "clock_steady"
#define WB_META_SECRET_STORE "secret_store"      /* keyring|file */
#define WB_META_TIME_ZONE "time_zone"            /* asked at connect, level 0 */
#define WB_META_CREATED_AT "created_at"          /* ms */
/* What a person sets for themselves on this computer (wb-local-settings-store.h). */
#define WB_META_LOCAL_SETTINGS "local_settings"
/* And a reminder's word (wb_reminder_to_text()): ms; what came before is no news. */
#define WB_META_REMINDED_FROM "reminded_from."
/* And the id of a ticket with an open call: the version its history was asked for. */
#define WB_META_HISTORY "history."
/* And a digest of a new banner that was asked for and not answered: its idempotency keys. */
#define WB_META_BANNER_REQUEST "banner_request."
/* And a platform and an address: the id of the shop that was removed there. */
#define WB_META_REMOVED_SHOP "removed_shop."
/* What winbackctl did last to a call: how that was before and after, to take it back. */
#define WB_META_LAST_ACT "last_act"
/* The store's own: "1" while a first load is under way. */
#define WB_META_BULK_LOAD "bulk_load"
