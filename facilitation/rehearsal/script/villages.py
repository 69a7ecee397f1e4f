"""Two cases of small towns: a square nobody comes to discuss, a canteen everybody has an opinion on."""

from .story import Line, Story

SQUARE = Story(
    title="Réunir les habitants autour de la place quand il n’en vient que douze",
    rough_title="La place du village",
    kind="problem",
    told=(
        "Nous avons six mille habitants et une place de marché à refaire avant la fin du mandat.",
        "Trois réunions publiques, douze personnes à chaque fois, toujours les mêmes.",
        "Le maire veut que le dessin parte d’eux, le bureau d’études attend un plan pour juin.",
        "J’ai déposé des questionnaires chez les commerçants : quarante retours, surtout sur le stationnement.",
        "Je me sens coincée entre un calendrier serré et une promesse que je ne sais pas tenir.",
    ),
    exchanges=(
        ("Combien de temps reste-t-il avant le premier plan ?", "Dix semaines, vacances comprises."),
        (
            "Qui sont les douze personnes qui viennent ?",
            "Huit riverains retraités, deux commerçantes, deux anciens élus.",
        ),
        ("À quelle heure se tiennent les réunions ?", "Le jeudi à 19 h, dans la salle du conseil."),
        ("Que se passe-t-il sur la place le samedi ?", "Le marché : trois cents personnes entre 9 h et midi."),
        ("De quel budget dispose la démarche ?", "Quatre mille euros, dont la moitié est déjà engagée."),
        ("Qui décide du dessin final ?", "Le conseil municipal, sur avis d’un comité de six personnes."),
        ("Les écoles ont-elles été sollicitées ?", "Non, personne n’y a pensé jusqu’ici."),
        (
            "Qu’a-t-on promis aux habitants, mot pour mot ?",
            "« Rien ne sera décidé sans vous. » C’est imprimé sur l’affiche.",
        ),
    ),
    rough_request="J’aimerais que le groupe m’aide à faire venir plus de monde.",
    request="J’aimerais que le groupe m’aide à aller chercher l’avis de ceux qui ne viendront jamais en réunion,"
    " en dix semaines.",
    suggestions={
        "idea": (
            "Poser une table et une maquette en carton au milieu du marché, trois samedis de suite.",
            "Remplacer la quatrième réunion par une marche de vingt minutes, café compris.",
            "Tracer le futur plan à la craie, grandeur nature, et laisser les gens le corriger.",
            "Donner un appareil jetable à chaque commerce : photographiez ce qui vous gêne.",
            "Inviter par tirage au sort sur la liste électorale, avec un mot signé du maire.",
        ),
        "experience": (
            "Nous avons tenu un stand près du boulanger : deux cents échanges en deux matinées.",
            "Notre enquête en ligne a touché les mêmes personnes que la réunion, pas d’autres.",
            "Les enfants de l’école ont dessiné la place, et ce sont les parents qui sont venus voir.",
        ),
        "resource": (
            "Le conseil d’architecture du département prête une maquette modulable.",
            "Une étudiante en paysage cherche un terrain d’enquête jusqu’en juin.",
            "Notre trame d’entretien de cinq minutes, je te l’envoie demain.",
        ),
        "question": (
            "Et si douze personnes suffisaient pour une partie des décisions ?",
            "À qui cette place manquerait-elle vraiment si elle disparaissait ?",
            "Quelle promesse peux-tu encore tenir, et laquelle faut-il reformuler ?",
        ),
        "impression": (
            "Je t’entends porter seule une promesse faite par d’autres.",
            "J’ai l’impression que le stationnement cache autre chose.",
        ),
        "metaphor": (
            "Tu attends les gens au port alors qu’ils sont déjà en mer.",
            "C’est un banc public : on s’y assied si quelqu’un y est déjà.",
        ),
        "help": (
            "Je peux venir tenir le stand avec toi un samedi d’avril.",
            "Je relis ton affiche quand tu veux, c’est mon métier.",
        ),
    },
    plan=(
        Line(
            "Tenir trois samedis au marché avec une maquette",
            "Appeler le placier pour l’emplacement",
            "avant le 20 avril",
            "Yann vient le premier samedi",
            "ne pas montrer un plan déjà fini",
        ),
        Line(
            "Reformuler la promesse de l’affiche",
            "Écrire deux phrases et les lire au maire",
            "lundi",
            "l’adjointe à la culture",
            "dire ce qui est déjà décidé",
        ),
        Line("Associer les deux écoles", "Écrire aux directrices", "en mai", "une collègue du périscolaire"),
    ),
    learnings=(
        "Je vais chercher les gens là où ils sont déjà.",
        "Je retiens qu’une promesse trop large enferme celui qui la tient.",
        "Je poserai davantage de questions avant de proposer une méthode.",
        "Se taire vingt minutes m’a appris plus que mes trois réunions.",
    ),
)

CANTEEN = Story(
    title="Décider ensemble du repas de la cantine sans se fâcher",
    rough_title="La cantine et les parents",
    kind="concern",
    told=(
        "La cantine passe à deux repas végétariens par semaine et les familles se déchirent sur les réseaux.",
        "J’anime un comité de menus où siègent parents, cuisiniers et enseignants : plus personne ne s’écoute.",
        "La cheffe de cuisine menace de partir, elle se sent jugée dans son métier.",
        "J’ai coupé court à la dernière séance après vingt minutes.",
        "La prochaine est dans quinze jours et je ne dors plus très bien.",
    ),
    exchanges=(
        (
            "Combien de personnes siègent au comité ?",
            "Quatorze : six parents, trois agents, trois enseignantes, deux élus.",
        ),
        ("Que peut réellement décider le comité ?", "Il donne un avis, l’adjoint tranche. Ce n’est écrit nulle part."),
        ("Quand la tension a-t-elle commencé ?", "À la rentrée, avec l’annonce faite dans le bulletin municipal."),
        (
            "Comment les enfants mangent-ils ces jours-là ?",
            "Plutôt bien, les retours en assiette ont baissé d’un tiers.",
        ),
        ("Qui parle le plus en séance ?", "Deux pères, un de chaque bord, et moi."),
        ("La cheffe a-t-elle choisi les recettes ?", "Non, elles viennent du groupement d’achat."),
        ("Que s’est-il passé juste avant que tu arrêtes la séance ?", "Quelqu’un a lu un message privé à voix haute."),
        ("Que dit le règlement sur l’animation ?", "Rien. Je suis là parce que personne d’autre ne voulait."),
    ),
    rough_request="Aidez-moi à calmer le comité.",
    request="J’aimerais que le groupe m’aide à préparer une séance où chacun se sente entendu"
    " et dont il sorte une décision.",
    suggestions={
        "idea": (
            "Commencer par manger ensemble le repas dont on parle.",
            "Écrire au tableau ce qui est décidé, ce qui se discute, ce qui ne dépend pas de nous.",
            "Faire parler chacun une minute avant toute réponse, montre en main.",
            "Confier l’animation à une personne de la commune voisine.",
            "Inviter quatre élèves à présenter ce qu’ils aiment et ce qu’ils laissent.",
        ),
        "experience": (
            "Notre comité s’est apaisé le jour où la cuisinière a montré ses fiches de coût.",
            "J’ai tenté le vote : la moitié de la salle n’est jamais revenue.",
            "Un ordre du jour à une seule question nous a sauvés.",
        ),
        "resource": (
            "Le réseau des cantines durables propose une visite entre communes.",
            "Une médiatrice de la caisse familiale intervient sans frais.",
            "Nos règles de parole tiennent sur une carte postale, je t’en apporte.",
        ),
        "question": (
            "De quoi les deux pères ont-ils peur, au fond ?",
            "Qu’est-ce qui serait une bonne séance pour la cheffe ?",
            "Faut-il vraiment que ce soit toi qui animes ?",
        ),
        "impression": (
            "Je sens de la fatigue plus que de la colère.",
            "On dirait un désaccord sur la manière d’annoncer, pas sur les lentilles.",
        ),
        "metaphor": (
            "Tout le monde remue la même soupe avec sa propre cuillère.",
            "Tu arbitres un match dont les règles sont restées au vestiaire.",
        ),
        "help": (
            "Je peux relire ton déroulé dimanche soir.",
            "Je viens animer la première demi-heure si tu veux participer.",
        ),
    },
    plan=(
        Line(
            "Écrire noir sur blanc ce que le comité décide",
            "Demander une heure à l’adjoint",
            "cette semaine",
            "la directrice générale",
            "ne pas promettre un pouvoir qui n’existe pas",
        ),
        Line(
            "Voir la cheffe seule avant la séance",
            "Passer en cuisine mardi à 14 h",
            "mardi",
            "",
            "écouter sans défendre",
        ),
        Line(
            "Ouvrir la séance par un repas partagé",
            "Réserver le réfectoire",
            "dans quinze jours",
            "Samira apporte les cartes",
        ),
    ),
    learnings=(
        "Je vérifierai toujours qui décide avant d’ouvrir une discussion.",
        "Un conflit de menus peut être un conflit de reconnaissance.",
        "Je peux demander à quelqu’un d’autre d’animer, ce n’est pas une faiblesse.",
        "Les questions sur les faits ont changé ma façon de voir la scène.",
    ),
)
