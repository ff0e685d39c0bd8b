/**
 * The whole of billing beside a slow and obvious biller, on random scripts: invoices have to be
 * equal to the cent.
 */
@NullMarked
package io.tallybook.sagas.model;

import org.jspecify.annotations.NullMarked;
