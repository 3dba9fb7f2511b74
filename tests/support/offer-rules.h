/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of offers as a table for every program that judges them (tests/data/offer-rules.json):
 * a set that is right, and edits of it with the problems they make; no problem = accepted. An edit
 * merges members into a tool, or into the row of a currency ("czk"); {"repeat":["start","x",9]}
 * stands for a long text. */

#pragma once

#include "wb-offer-set.h"
#include "wb-wire.h"

G_BEGIN_DECLS

typedef struct
{
  char *rule;                /* (owned) */
  char *what;                /* (owned) */
  JsonNode *body;            /* (owned) of a PUT */
  GPtrArray *problems;       /* (owned) (element-type WbProblem) paths and codes, no messages */
  gboolean no_shops;         /* judged where no shop issues coupons */
  gboolean clients_pass_on;  /* only the service refuses it: a client sends it on unchanged */
  gboolean desktop_tidies;   /* the editor takes it away instead of telling it */
} OfferRule;

typedef struct
{
  char *default_language;    /* (owned) */
  GStrv currencies;          /* (owned) one shop each */
  char *banner;              /* (owned) the one that exists */
  char *archived_banner;     /* (owned) */
  JsonNode *base;            /* (owned) */
  GPtrArray *rules;          /* (owned) (element-type OfferRule) */
} OfferRules;

OfferRules *offer_rules_load         (void);
void        offer_rules_free         (OfferRules       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OfferRules, offer_rules_free)

/* The shops of the table, or some that issue no coupons. */
GPtrArray  *offer_rules_new_stores   (const OfferRules *self,
                                      gboolean          no_shops);
/* What the domain says; the messages of the others are compared with it. */
GPtrArray  *offer_rules_judge        (OfferRules       *self,
                                      const OfferRule  *rule,
                                      gboolean          as_client);

G_END_DECLS
