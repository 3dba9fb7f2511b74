/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An offer editor without a window: two shops, CZK and EUR, and a type with all tools set up. */

#pragma once

#include "wb-offer-editor.h"

G_BEGIN_DECLS

#define NBSP "\xc2\xa0"

WbMerchantStore      *offer_test_new_store           (const char       *name,
                                                      const char       *currencies);
GPtrArray            *offer_test_new_stores          (void);
WbOfferSet           *offer_test_new_set             (void);
void                  offer_test_add_amount          (WbOfferSet       *set,
                                                      const char       *currency,
                                                      const char       *kind,
                                                      const char       *amount,
                                                      const char       *minimum);
WbOfferEditor        *offer_test_new_editor          (const char       *locale);
void                  offer_test_assert_equal_tools  (const WbOfferSet *a,
                                                      const WbOfferSet *b);
const WbOfferProblem *offer_test_find_tool_problem   (WbOfferEditor    *editor,
                                                      WbTool            tool,
                                                      WbOfferField      field,
                                                      const char       *detail,
                                                      const char       *code);
/* Of the coupon. */
const WbOfferProblem *offer_test_find_problem        (WbOfferEditor    *editor,
                                                      WbOfferField      field,
                                                      const char       *currency,
                                                      const char       *code);

G_END_DECLS
