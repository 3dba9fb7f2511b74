/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes that are sent as the members that differ (PATCH): made, shown on top of the server's
 * object, and put together with what somebody else changed meanwhile, member by member; objects
 * (texts by language, amounts by currency) key by key (reference/retino-api.md B.12). Pure. */

#pragma once

#include <json-glib/json-glib.h>

#include "wb-offer-set.h"

G_BEGIN_DECLS

/* What a manager may change of the account (B.2) and of a banner (B.8); NULL at the end. */
extern const char *const wb_patch_account_members[];
extern const char *const wb_patch_banner_members[];

JsonNode  *wb_patch_make      (JsonNode          *before,
                               JsonNode          *after,
                               const char *const *members) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_patch_is_empty  (JsonNode          *patch);
JsonNode  *wb_patch_apply     (JsonNode          *object,
                               JsonNode          *patch) G_GNUC_WARN_UNUSED_RESULT;
JsonNode  *wb_patch_merge     (JsonNode          *base,
                               JsonNode          *patch,
                               JsonNode          *theirs,
                               GPtrArray        **clashes_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
