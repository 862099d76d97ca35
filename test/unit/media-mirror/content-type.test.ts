import { describe, expect, it } from 'vitest';
import {
  checkContentType,
  looksLikeHtml,
  mayBeHtml,
} from '../../../functions/media-mirror/content-type.ts';

describe('checkContentType', () => {
  it.each([
    ['image/jpeg', 'image/jpeg', 'image/jpeg'],
    ['audio/ogg; codecs=opus', 'audio/ogg', 'audio/ogg; codecs=opus'],
    ['IMAGE/JPEG', 'image/jpeg; charset=binary', 'IMAGE/JPEG'],
    ['image/jpeg', undefined, 'image/jpeg'],
    ['image/jpeg', 'application/octet-stream', 'image/jpeg'],
    ['image/jpeg', 'binary/octet-stream', 'image/jpeg'],
    ['image/jpeg', 'not a type', 'image/jpeg'],
    ['image/jpeg', 'image/png', 'image/png'],
    ['audio/ogg', 'audio/mpeg', 'audio/mpeg'],
    ['audio/mp4', 'video/mp4', 'audio/mp4'],
    ['image/jpeg', 'image/svg+xml', 'image/svg+xml'],
    ['application/pdf', 'application/zip', 'application/pdf'],
    ['application/pdf', 'text/plain', 'application/pdf'],
    ['text/csv', 'text/html', 'text/csv'],
    ['text/html', 'text/html; charset=utf-8', 'text/html'],
    ['application/json', 'application/json', 'application/json'],
    [undefined, 'video/mp4', 'video/mp4'],
    [undefined, undefined, 'application/octet-stream'],
    ['jpeg', undefined, 'application/octet-stream'],
    ['image/jpeg\r\nx-evil: 1', undefined, 'application/octet-stream'],
  ])('takes said %s and served %s as %s', (said, served, contentType) => {
    expect(checkContentType(said, served)).toEqual({ kind: 'accepted', contentType });
  });

  it.each([
    ['image/jpeg', 'text/html; charset=utf-8'],
    ['image/jpeg', 'application/xhtml+xml'],
    ['image/jpeg', 'application/json'],
    ['audio/ogg', 'application/problem+json'],
    ['video/mp4', 'application/xml'],
    ['video/mp4', 'text/plain'],
    ['application/pdf', 'text/html'],
    [undefined, 'text/html'],
    ['application/octet-stream', 'text/html'],
  ])('takes said %s and served %s as a mismatch', (said, served) => {
    expect(checkContentType(said, served)).toEqual({ kind: 'mismatch' });
  });
});

describe('looksLikeHtml', () => {
  it.each([
    '<!DOCTYPE html><html>',
    '  \n<html lang="en">',
    '\ufeff<!doctype  HTML>',
    '<!-- a comment\n --> <head>',
    '<body class="error">',
  ])('recognises %j', (text) => {
    expect(looksLikeHtml(Buffer.from(text))).toBe(true);
  });

  it.each([
    '',
    '\xff\xd8\xff\xe0',
    '%PDF-1.7',
    '<svg xmlns="a">',
    '<?xml version="1.0"?>',
    '<htmlx>',
  ])('lets %j pass', (text) => {
    expect(looksLikeHtml(Buffer.from(text, 'latin1'))).toBe(false);
  });
});

describe('mayBeHtml', () => {
  it.each([
    ['text/html', true],
    ['text/plain', true],
    ['application/xhtml+xml', true],
    ['image/svg+xml', false],
    ['image/jpeg', false],
    ['application/pdf', false],
    [undefined, false],
  ])('is of a file said to be %s: %s', (said, expected) => {
    expect(mayBeHtml(said)).toBe(expected);
  });
});
