/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Offer sets written as words, so that a case of a table can be read:
 * "on +portal czk=200/1000 eur=8/40 usd=10%/20 days=30 call call+email cs=Volat? banner
 * banner+portal image=b1 url=https://example.com". An amount of "?" is not there yet. */

#pragma once

#include "wb-offer-set.h"

G_BEGIN_DECLS

/* @words: (nullable): NULL gives NULL. */
WbOfferSet *offer_set_from_words (const char *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
