<?php
// The step « Vous » of the programme CAE as one would write it in PHP: who asks
// is known by a cookie, the draft comes from SQLite, the token from both.
declare(strict_types=1);

const FIELDS = [
	['name' => 'prenom', 'label' => 'Prénom d’usage', 'type' => 'text',
	    'complete' => 'given-name', 'spell' => false,
	    'help' => 'Celui que vous utilisez tous les jours'],
	['name' => 'nom', 'label' => 'Nom de famille', 'type' => 'text',
	    'complete' => 'family-name', 'spell' => false],
	['name' => 'joindre',
	    'label' => 'Comment préférez-vous être contacté ou contactée ?',
	    'type' => 'radio', 'choices' => ['courriel' => 'Par e-mail',
	    'telephone' => 'Par téléphone', 'sms' => 'Par SMS']],
	['name' => 'telephone', 'label' => 'Numéro de téléphone (facultatif)',
	    'type' => 'tel', 'complete' => 'tel', 'spell' => true,
	    'help' => 'À remplir si vous préférez un appel ou un SMS. Par '
	    . 'exemple : 06 39 98 12 34'],
];
const NETWORK = ['name' => 'Coopératives en région',
	'line' => 'Le réseau des coopératives d’activité et d’emploi',
	'phone' => '02 61 91 00 10', 'tel' => '0261910010',
	'hours' => 'du lundi au vendredi, de 9 h à 12 h',
	'mail' => 'bonjour@cooperatives.example'];
const FOOT = ['/plan' => 'Plan du site',
	'/accessibilite' => 'Accessibilité : non conforme',
	'/donnees-personnelles' => 'Vos données',
	'/mentions-legales' => 'Mentions légales',
	'/verifier' => 'Vérifier un document',
	'/suivi' => 'Suivre ma candidature',
	'/reprendre' => 'Reprendre une demande'];
const DOTS = [[22, 7, '#0E5A60'], [35, 14.5, '#F2B705'], [35, 29.5, '#6B2D5C'],
	[22, 37, '#3B641E'], [9, 29.5, '#9C3D17'], [9, 14.5, '#2C4A7A'],
	[22, 22, '#1B2A35']];
const STEPS = 7;

function h(string $s): string
{
	return htmlspecialchars($s, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

function draft(string $cookie): ?array
{
	$db = new PDO('sqlite:' . $_SERVER['DRAFTS'], null, null, [
		PDO::ATTR_PERSISTENT => true,
		PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
	]);
	$q = $db->prepare('SELECT step, answers FROM draft WHERE session = ?');
	$q->bindValue(1, hash('sha256', $cookie, true), PDO::PARAM_LOB);
	$q->execute();
	$row = $q->fetch(PDO::FETCH_ASSOC);
	return $row === false ? null : $row;
}

header('Content-Type: text/html; charset=utf-8');
header('Cache-Control: no-store');
$cookie = $_COOKIE['terreau'] ?? '';
$draft = draft($cookie);
if ($draft === null) {
	http_response_code(403);
	exit;
}
$values = json_decode($draft['answers'], true);
$token = hash_hmac('sha256', $cookie, 'a key of 32 bytes, as any other.');
?>
<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>Étape <?= $draft['step'] ?> sur <?= STEPS ?> – Vous – <?= h(NETWORK['name']) ?></title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="theme-color" content="#FBF7EF">
<link rel="preload" href="/static/titre.woff2" as="font" type="font/woff2" crossorigin="anonymous">
<link rel="stylesheet" href="/static/terreau.css">
<link rel="icon" href="/static/icone.svg" type="image/svg+xml">
</head>
<body>
<a class="evite" href="#contenu">Aller au contenu</a>
<header class="tete"><div class="cadre">
<a class="marque" href="/"><svg width="44" height="44" viewBox="0 0 44 44" aria-hidden="true" focusable="false">
<?php foreach (DOTS as [$x, $y, $colour]): ?>
<circle cx="<?= $x ?>" cy="<?= $y ?>" r="5.2" fill="<?= $colour ?>"/>
<?php endforeach ?>
</svg><span><?= h(NETWORK['name']) ?> <small><?= h(NETWORK['line']) ?></small></span></a>
</div>
<p class="fictif"><span class="cadre">Site de démonstration : le réseau, les personnes et les chiffres sont inventés.</span></p>
</header>
<main id="contenu" tabindex="-1"><div class="cadre">
<p class="fil"><a href="/candidature/cae/recapitulatif">← Votre candidature</a></p>
<p class="etape">Coopérative d’activité et d’emploi – étape <?= $draft['step'] ?> sur <?= STEPS ?></p>
<div class="jauge" aria-hidden="true"><?php for ($i = 1; $i <= STEPS; $i++): ?><i<?= $i <= $draft['step'] ? ' class="f"' : '' ?>></i><?php endfor ?></div>
<h1>Vous</h1>
<p>Tous les champs sont obligatoires, sauf ceux marqués « facultatif ».</p>
<form method="post" action="/candidature/cae/vous#bilan" novalidate="novalidate">
<input type="hidden" name="jeton" value="<?= $token ?>">
<?php foreach (FIELDS as $f): $value = $values[$f['name']] ?? ''; ?>
<?php if ($f['type'] === 'radio'): ?>
<fieldset class="champ">
<legend><?= h($f['label']) ?></legend>
<?php $n = 0; foreach ($f['choices'] as $code => $label): $id = $f['name'] . (++$n > 1 ? "-$n" : ''); ?>
<div class="choix">
<input type="radio" id="<?= $id ?>" name="<?= $f['name'] ?>" value="<?= h($code) ?>"<?= $code === $value ? ' checked="checked"' : '' ?>>
<label for="<?= $id ?>"><?= h($label) ?></label>
</div>
<?php endforeach ?>
</fieldset>
<?php else: ?>
<div class="champ">
<label for="<?= $f['name'] ?>"><?= h($f['label']) ?></label>
<?php if (isset($f['help'])): ?>
<p class="aide" id="<?= $f['name'] ?>-a"><?= h($f['help']) ?></p>
<?php endif ?>
<input class="c20" type="<?= $f['type'] ?>" id="<?= $f['name'] ?>" name="<?= $f['name'] ?>" autocomplete="<?= $f['complete'] ?>"<?= $f['spell'] ? '' : ' spellcheck="false"' ?><?= isset($f['help']) ? ' aria-describedby="' . $f['name'] . '-a"' : '' ?><?= $value !== '' ? ' value="' . h($value) . '"' : '' ?>>
</div>
<?php endif ?>
<?php endforeach ?>
<p class="actions">
<button class="btn" type="submit">Enregistrer et continuer</button>
<button class="btn sec" type="submit" name="plus-tard" value="1">Enregistrer et finir plus tard</button>
</p>
</form>
</div></main>
<aside class="secours cadre" aria-label="Aide">
<p><strong>Besoin d’aide ?</strong> Par téléphone : <a class="bloc" href="tel:<?= NETWORK['tel'] ?>"><?= h(NETWORK['phone']) ?></a>, <?= h(NETWORK['hours']) ?>. <span class="bloc">Par e-mail :</span> <a href="mailto:<?= h(NETWORK['mail']) ?>"><?= h(NETWORK['mail']) ?></a>.</p>
</aside>
<footer class="pied"><div class="cadre">
<ul>
<?php foreach (FOOT as $path => $label): ?>
<li><a href="<?= $path ?>"><?= h($label) ?></a></li>
<?php endforeach ?>
</ul>
<p>Ce site ne dépose aucun cookie de mesure d’audience et n’utilise aucun service extérieur. <a href="/gestion">Espace de l’équipe</a></p>
</div></footer>
</body>
</html>
